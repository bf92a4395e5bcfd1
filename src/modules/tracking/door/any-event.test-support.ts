import fc from 'fast-check';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\0', '\ud800', '__proto__', ''));
export const anyValue = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary', maxDepth: 8 }),
  anyText,
  fc.constantFrom(null, -1, 1e300, true),
);

/** An event that is nearly right, or far from it. */
export const anyEvent = fc.oneof(
  { weight: 1, arbitrary: anyValue },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        type: fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom('page', 'track', 'identify', 'screen', 'group', 'alias') },
          anyValue,
        ),
        messageId: fc.oneof(fc.uuid(), anyValue),
        anonymousId: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a', 'b', 7) }, anyValue),
        userId: fc.oneof(fc.constantFrom('u', 8), anyValue),
        event: fc.oneof(fc.constant('Form Submitted'), anyValue),
        name: fc.oneof(fc.constant('Home'), anyValue),
        groupId: fc.oneof(fc.constant('g'), anyValue),
        previousId: fc.oneof(fc.constant('p'), anyValue),
        timestamp: fc.oneof(fc.constant('2026-03-01T11:00:00Z'), anyValue),
        properties: fc.oneof(fc.dictionary(anyText, anyValue), anyValue),
        traits: fc.oneof(fc.record({ email: anyText }), anyValue),
        context: fc.oneof(
          fc.dictionary(fc.constantFrom('page', 'campaign', 'ip', 'userAgent'), anyValue),
          anyValue,
        ),
      },
      { requiredKeys: [] },
    ),
  },
);
