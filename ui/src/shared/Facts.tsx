import { Fragment, type ReactNode } from 'react';

/** Names and what they say, in two aligned columns; the third says the name's key when one rests on it. */
export function Facts({ facts }: { facts: [name: ReactNode, value: ReactNode, key?: string][] }) {
  return (
    <dl
      style={{
        display: 'grid',
        gridTemplateColumns: 'minmax(110px, max-content) 1fr',
        gap: '4px 16px',
        margin: 0,
      }}
    >
      {facts.map(([name, value, key], position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts of one thing never change their order
        <Fragment key={position}>
          <dt className="quiet" title={key} style={{ maxWidth: 220 }}>
            {name}
          </dt>
          <dd style={{ margin: 0, overflowWrap: 'anywhere' }}>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

export function Section({
  title,
  extra,
  children,
}: {
  title: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section style={{ marginBottom: 20 }}>
      <div
        style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', marginBottom: 6 }}
      >
        <h2 style={{ fontSize: 13, margin: 0, fontWeight: 600 }}>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
