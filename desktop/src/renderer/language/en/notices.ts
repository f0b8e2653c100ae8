/** The state of this desk in one sentence a warehouse clerk understands, and the one thing to do about it. */
export const notices = {
  notice: {
    UNREADABLE:
      'Some of what you did here cannot be opened with the key of this device, so it was not sent. Nothing is deleted. Send the diagnostics to support before you sign out.',
    DISK_FULL:
      'This computer is full. Nothing you did is lost, but nothing new can be saved until there is room. Delete some files.',
    UPGRADE_REQUIRED:
      'This version is too old for the server. What waits here stays safe and is sent by the new version.',
    SIGN_IN_AGAIN: 'Your session has ended. Go on working; what waits is sent when you sign in again.',
    ACCOUNT_CLOSED: 'Your account is switched off, so nothing is sent. What waits stays here. Ask an admin.',
    PACED:
      'Many desks came back at once after the outage, so the server takes them in turn. Yours is sent by itself in about {{wait}}.',
    seconds: '{{shown}} seconds',
    LONG_OFFLINE: 'This desk has had no connection since {{at}}. Prices, stock and debts may have changed since.',
    STORAGE_LOW: 'This computer has only {{free}} of room left for Khaacho. Delete some files before it is full.',
    CLOCK_AHEAD: 'The clock of this computer is {{span}} ahead. Set it right: the times of what you do would be wrong.',
    CLOCK_BEHIND:
      'The clock of this computer is {{span}} behind. Set it right: the times of what you do would be wrong.',
    RESTORED: 'The server was set back to an older copy. Nothing of yours was missing from it.',
    RESTORED_HANDED_BACK_one:
      'The server was set back to an older copy. {{shown}} thing you had done was missing and is given to it again.',
    RESTORED_HANDED_BACK_other:
      'The server was set back to an older copy. {{shown}} things you had done were missing and are given to it again.',
    LOCAL_WRITE: 'Something could not be saved on this computer. It is tried again by itself.',
    SERVER: 'The server has a problem. What you did is kept here and is sent by itself when it works again.',
  },
  noticeAction: {
    UNREADABLE: 'Save diagnostics',
    DISK_FULL: 'I have made room',
    UPGRADE_REQUIRED: 'Load the new version',
    SIGN_IN_AGAIN: 'Sign in',
    ACCOUNT_CLOSED: 'Ask again',
    PACED: 'See what waits',
    LONG_OFFLINE: 'Try to connect',
    STORAGE_LOW: 'I have made room',
    CLOCK_AHEAD: 'I have set it',
    CLOCK_BEHIND: 'I have set it',
    RESTORED: 'All right',
    RESTORED_HANDED_BACK: 'All right',
    LOCAL_WRITE: 'Try now',
    SERVER: 'Try now',
  },
};
