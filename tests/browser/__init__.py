"""The HTML report in headless Chromium. CONTRIBUTING.md says what these tests need; without it they are skipped."""
