/**
 * An editor in a browser without a graphics card is as slow as the machine is busy. What fails twice is a
 * fault of ours; the first failure is printed too.
 */
jest.retryTimes(1, { logErrorsBeforeRetry: true });
