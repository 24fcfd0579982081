import { Outlet, useRouterState } from '@tanstack/react-router';
import { Layout } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading, ProblemNotice } from '@/shared/states';
import { Header } from './Header';
import { rememberEnvironment } from './lastPlace';
import { MainMenu } from './MainMenu';
import { OfflineNotice } from './OfflineNotice';
import { Overlays } from './overlays/Overlays';
import { useIsPhone } from './phone';
import { isSignedOut, SignedIn, signIn, useEnvironment, useWhoIsHere } from './session';

const Pages = lazy(() => import('./Pages'));

/** The frame around every page of somebody who is signed in. */
export function Shell() {
  const who = useWhoIsHere();
  const signedOut = isSignedOut(who.error);
  useEffect(() => {
    if (signedOut) signIn();
  }, [signedOut]);
  if (who.data) {
    return (
      <SignedIn me={who.data}>
        <Frame />
      </SignedIn>
    );
  }
  if (who.isPending || signedOut) return <Loading />;
  return <ProblemNotice wrong={who.error} retry={() => void who.refetch()} />;
}

function Frame() {
  const { t } = useTranslation('app');
  const environment = useEnvironment();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isPhone = useIsPhone();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const close = () => setMenuOpen(false);
  useEffect(() => rememberEnvironment(environment), [environment]);
  return (
    <Layout
      style={{ height: '100vh' }}
      className={environment === 'prod' ? 'production' : undefined}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <a href="#page" className="skip">
        {t('skip')}
      </a>
      <MainMenu
        environment={environment}
        path={path}
        over={isPhone ? { isOpen: isMenuOpen, close } : undefined}
      />
      {isPhone && isMenuOpen && <div className="menu-veil" onPointerDown={close} />}
      <Layout>
        <Header
          environment={environment}
          path={path}
          menu={isPhone ? { isOpen: isMenuOpen, turn: () => setMenuOpen(!isMenuOpen) } : undefined}
        />
        <OfflineNotice />
        <Layout.Content id="page" tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Pages>
              <Outlet />
            </Pages>
          </Suspense>
        </Layout.Content>
      </Layout>
      <Overlays environment={environment} />
    </Layout>
  );
}
