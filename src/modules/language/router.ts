/** The handlers of `languageContract`, in the same shape. */
export const languageRouter = {};
