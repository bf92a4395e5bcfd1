/** The handlers of `handoffContract`, in the same shape. */
export const handoffRouter = {};
