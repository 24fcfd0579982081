import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Appearance } from '@/app/appearance';
import { ready } from '@/app/i18n';
import { router } from '@/app/router';
import { queryClient } from '@/shared/queries';
import './app/console.css';

// Words first: a page in the wrong language that changes a moment later is a jump as well.
void ready.then(() =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Appearance>
          <RouterProvider router={router} />
        </Appearance>
      </QueryClientProvider>
    </StrictMode>,
  ),
);
