import { render } from '@testing-library/react';
import i18n from 'i18next';
import { initReactI18next } from 'react-i18next';
import { JobProgress } from './JobProgress';
import jobs from './locales/en.json';
import type { Job } from './queries';

beforeAll(() => i18n.use(initReactI18next).init({ lng: 'en', resources: { en: { jobs } } }));

function shown(told: Partial<Job>) {
  const job = { status: 'running', progress: 1, step: 'reading the draft', attempt: 1, mostAttempts: 3 };
  return render(<JobProgress job={{ ...job, ...told } as Job} />).container.textContent;
}

test('who sees the percentage go back reads why', () => {
  expect(shown({})).not.toContain('attempt');
  expect(shown({ attempt: 2 })).toContain('Reading the draft · attempt 2 of 3');
});
