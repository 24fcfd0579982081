import { CaretRightFilled } from '@ant-design/icons';
import { json } from '@codemirror/lang-json';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Tabs } from 'antd';
import { graphql } from 'cm6-graphql';
import { type GraphQLSchema, parse, print } from 'graphql';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { number } from '@/shared/format';
import { StatusTag } from '@/shared/StatusTag';
import { useShortcuts } from '@/shared/shortcuts';
import { Nothing } from '@/shared/states';
import { headersOf, type Seen } from '../asking';
import { CodeBox } from './CodeBox';
import { Docs } from './Docs';
import type { Example } from './examples';
import { type Came, send } from './running';

const JSON_CODE = json();

interface Props {
  seen: Seen;
  schema: GraphQLSchema;
  examples: readonly Example[];
}

export function Desk({ seen, schema, examples }: Props) {
  const { t } = useTranslation('storefront');
  const { example: named } = useSearch({ strict: false }) as { example?: string };
  const go = useNavigate();
  const [asAnonymous, setAsAnonymous] = useState(false);
  const first = examples.find((each) => each.key === named) ?? examples[0];
  const [query, setQuery] = useState(first?.query ?? '{\n  catalogs {\n    key\n  }\n}\n');
  const [variables, setVariables] = useState(pretty(first?.variables ?? {}));
  const [headers, setHeaders] = useState(pretty(shownHeaders(seen)));
  const [docs, setDocs] = useState<string>();
  const [side, setSide] = useState('examples');
  const [came, setCame] = useState<Came | { wrong: string } | null>(null);
  const [isRunning, setRunning] = useState(false);
  const language = useMemo(
    () =>
      graphql(schema, {
        onShowInDocs: (_field, type) => {
          if (type === undefined) return;
          setDocs(type);
          setSide('docs');
        },
      }),
    [schema],
  );

  const ask = async (sent = { query, variables, headers }, anonymous = asAnonymous) => {
    setRunning(true);
    try {
      setCame(await send({ ...seen, anonymous }, sent));
    } catch (wrong) {
      setCame({ wrong: (wrong as Error).message });
    } finally {
      setRunning(false);
    }
  };
  const open = (example: Example) => {
    const sent = { query: example.query, variables: pretty(example.variables), headers };
    setQuery(sent.query);
    setVariables(sent.variables);
    void go({
      to: '.',
      search: (was: object) => ({ ...was, example: example.key }) as never,
      replace: true,
    });
    void ask(sent);
  };
  const choose = (anonymous: boolean) => {
    setAsAnonymous(anonymous);
    setHeaders(pretty(shownHeaders({ ...seen, anonymous })));
  };
  const tidy = () => {
    try {
      // Comments are not part of what graphql-js prints: a query with comments stays as it is written.
      if (!query.includes('#')) setQuery(`${print(parse(query))}\n`);
      setVariables(pretty(JSON.parse(variables || '{}')));
    } catch {
      // what cannot be read stays as it is: the editor has marked why
    }
  };
  useShortcuts([{ keys: 'Ctrl Enter', says: t('graphql.run'), run: () => void ask() }]);

  return (
    <div className="gql">
      <div className="gql-side">
        <Tabs
          size="small"
          activeKey={side}
          onChange={setSide}
          items={[
            {
              key: 'examples',
              label: t('graphql.examples'),
              children:
                examples.length === 0 ? (
                  <Nothing>{t('graphql.noExamples')}</Nothing>
                ) : (
                  <ul className="gql-examples">
                    {examples.map((each) => (
                      <li key={each.key}>
                        <button
                          type="button"
                          aria-current={named === each.key ? 'true' : undefined}
                          onClick={() => open(each)}
                        >
                          <strong>{t(`graphql.example.${each.key}`)}</strong>
                          <span className="quiet">{t(`graphql.about.${each.key}`)}</span>
                        </button>
                      </li>
                    ))}
                  </ul>
                ),
            },
            {
              key: 'docs',
              label: t('graphql.docs'),
              children: <Docs schema={schema} open={docs} go={setDocs} />,
            },
          ]}
        />
      </div>
      <div className="gql-ask">
        <div className="gql-tools">
          <Button
            type="primary"
            size="small"
            icon={<CaretRightFilled />}
            loading={isRunning}
            onClick={() => void ask()}
          >
            {t('graphql.run')}
          </Button>
          <Button size="small" onClick={tidy}>
            {t('graphql.tidy')}
          </Button>
          <span style={{ flex: 1 }} />
          <Segmented
            size="small"
            aria-label={t('bar.seenAs')}
            value={asAnonymous ? 'anonymous' : 'me'}
            options={[
              { value: 'me', label: t('graphql.me') },
              { value: 'anonymous', label: t('bar.anonymous') },
            ]}
            onChange={(as) => choose(as === 'anonymous')}
          />
        </div>
        <div className="gql-query">
          <CodeBox
            label={t('graphql.query')}
            text={query}
            change={setQuery}
            run={() => void ask()}
            language={language}
          />
        </div>
        <Tabs
          size="small"
          className="gql-more"
          items={[
            {
              key: 'variables',
              label: t('graphql.variables'),
              children: (
                <CodeBox
                  label={t('graphql.variables')}
                  text={variables}
                  change={setVariables}
                  run={() => void ask()}
                  language={JSON_CODE}
                />
              ),
            },
            {
              key: 'headers',
              label: t('graphql.headers'),
              children: (
                <CodeBox
                  label={t('graphql.headers')}
                  text={headers}
                  change={setHeaders}
                  run={() => void ask()}
                  language={JSON_CODE}
                />
              ),
            },
          ]}
        />
      </div>
      <section className="gql-answer" aria-label={t('graphql.answer')}>
        <Answered came={came} />
      </section>
    </div>
  );
}

function Answered({ came }: { came: Came | { wrong: string } | null }) {
  const { t } = useTranslation('storefront');
  if (came === null) return <Nothing>{t('graphql.notYet')}</Nothing>;
  if ('wrong' in came) return <Nothing>{t('graphql.notSent', { why: came.wrong })}</Nothing>;
  return (
    <>
      <div className="gql-tools" role="status">
        <StatusTag tone={came.isFine ? 'good' : 'bad'}>{came.status}</StatusTag>
        <span>{t('graphql.took', { milliseconds: number(came.milliseconds) })}</span>
        <span className="quiet">{t('graphql.bytes', { bytes: number(came.bytes) })}</span>
        {came.cost && (
          <span className="quiet">
            {t('graphql.cost', {
              requested: number(came.cost.requested),
              maximum: number(came.cost.maximum),
            })}
          </span>
        )}
      </div>
      <div className="gql-query">
        <CodeBox label={t('graphql.answer')} text={came.text} language={JSON_CODE} />
      </div>
    </>
  );
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** Those that somebody may want to change; the rest goes without saying. */
function shownHeaders(seen: Seen): Record<string, string> {
  const { 'Content-Type': _type, 'X-Console': _guard, ...shown } = headersOf(seen);
  return shown;
}
