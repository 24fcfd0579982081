// The schema as pages: types, what they have, what that takes, each word a way on.

import { Input } from 'antd';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  schema: GraphQLSchema;
  /** The name of the type that is open; none: the list. */
  open: string | undefined;
  go: (type: string | undefined) => void;
}

export function Docs({ schema, open, go }: Props) {
  const type = open === undefined ? undefined : schema.getType(open);
  return type ? <TypePage type={type} go={go} /> : <TypeList schema={schema} go={go} />;
}

function TypeList({ schema, go }: Omit<Props, 'open'>) {
  const { t } = useTranslation('storefront');
  const [text, setText] = useState('');
  const wanted = text.toLowerCase();
  const types = Object.values(schema.getTypeMap()).filter((each) => !each.name.startsWith('__'));
  const found = types.filter((each) => each.name.toLowerCase().includes(wanted) || hasField(each, wanted));
  return (
    <>
      <Input
        size="small"
        allowClear
        aria-label={t('graphql.searchDocs')}
        placeholder={t('graphql.searchDocs')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="gql-types">
        {found.map((each) => (
          <li key={each.name}>
            <TypeLink name={each.name} text={each.name} go={go} />
          </li>
        ))}
      </ul>
    </>
  );
}

function hasField(type: GraphQLNamedType, wanted: string): boolean {
  if (wanted.length < 2 || !(isObjectType(type) || isInputObjectType(type))) return false;
  return Object.keys(type.getFields()).some((name) => name.toLowerCase().includes(wanted));
}

function TypePage({ type, go }: { type: GraphQLNamedType; go: Props['go'] }) {
  const { t } = useTranslation('storefront');
  return (
    <>
      <button type="button" className="gql-link" onClick={() => go(undefined)}>
        ‹ {t('graphql.allTypes')}
      </button>
      <h2 className="gql-type mono">{type.name}</h2>
      {type.description && <p className="quiet">{type.description}</p>}
      <ul className="gql-fields">
        {isObjectType(type) &&
          Object.values(type.getFields()).map((each) => <Field key={each.name} field={each} go={go} />)}
        {isInputObjectType(type) &&
          Object.values(type.getFields()).map((each) => (
            <li key={each.name}>
              <Said name={each.name} type={each.type} go={go} />
              {each.description && <p className="quiet">{each.description}</p>}
            </li>
          ))}
        {isEnumType(type) &&
          type.getValues().map((each) => (
            <li key={each.name} className="mono">
              {each.name}
            </li>
          ))}
      </ul>
    </>
  );
}

function Field({ field, go }: { field: GraphQLField<unknown, unknown>; go: Props['go'] }) {
  return (
    <li>
      <Said name={field.name} type={field.type} go={go} />
      {field.description && <p className="quiet">{field.description}</p>}
      {field.args.length > 0 && (
        <ul className="gql-args">
          {field.args.map((each) => (
            <li key={each.name} title={each.description ?? undefined}>
              <Said name={each.name} type={each.type} go={go} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Said({ name, type, go }: { name: string; type: GraphQLType; go: Props['go'] }) {
  const named = getNamedType(type);
  return (
    <span className="mono">
      {name}: <TypeLink name={named.name} text={String(type)} go={go} />
    </span>
  );
}

function TypeLink({ name, text, go }: { name: string; text: string; go: Props['go'] }) {
  return (
    <button type="button" className="gql-link mono" onClick={() => go(name)}>
      {text}
    </button>
  );
}
