declare global {
  interface Navigator {
    globalPrivacyControl?: boolean;
  }
  interface Window {
    /** Where older Safari says it. */
    doNotTrack?: string | null;
  }
}

/** The visitor's browser says for them that they do not want to be tracked; no consent call is above it. */
export function isOptedOut(): boolean {
  return navigator.globalPrivacyControl === true || navigator.doNotTrack === '1' || window.doNotTrack === '1';
}
