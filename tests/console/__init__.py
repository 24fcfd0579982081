"""The console as people use it: a real browser, the real service, the real demo."""
