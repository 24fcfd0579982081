// Dialogs and toasts for the pages below. Fetched beside the page, so that the frame need not wait for them.
import { App as AntApp } from 'antd';
import type { ReactNode } from 'react';

export default function Pages({ children }: { children: ReactNode }) {
  return (
    <AntApp
      component={false}
      message={{ maxCount: 3 }}
      notification={{ placement: 'bottomRight', maxCount: 4 }}
    >
      {children}
    </AntApp>
  );
}
