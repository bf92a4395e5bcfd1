/** The handlers of `contentContract`, in the same shape. */
export const contentRouter = {};
