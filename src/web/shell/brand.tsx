/** The two halves of the funnel: marketing's and sales'. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" style={{ flex: 'none' }}>
      <path d="M2 3h9v18z" fill="var(--mk)" />
      <path d="M22 3h-9v18z" fill="var(--sa2)" />
    </svg>
  );
}
