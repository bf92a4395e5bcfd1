/**
 * Solves positive definite equations, held as rows one after the other, and says what stands on the diagonal of the
 * inverse. A pivot that rounding has pushed to nought is held at the least that still divides.
 */
const leastPivot = 1e-12;

/** The lower triangle L of A = L Lᵀ. */
export function factor(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  const cell = (row: number, column: number) => lower[row * size + column] ?? 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = matrix[row * size + column] ?? 0;
      for (let inner = 0; inner < column; inner++) sum -= cell(row, inner) * cell(column, inner);
      lower[row * size + column] =
        row === column ? Math.sqrt(Math.max(sum, leastPivot)) : sum / cell(column, column);
    }
  }
  return lower;
}

export function solveWith(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solved = Float64Array.from(right);
  const cell = (row: number, column: number) => lower[row * size + column] ?? 0;
  for (let row = 0; row < size; row++) {
    let sum = solved[row] ?? 0;
    for (let inner = 0; inner < row; inner++) sum -= cell(row, inner) * (solved[inner] ?? 0);
    solved[row] = sum / cell(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solved[row] ?? 0;
    for (let inner = row + 1; inner < size; inner++) sum -= cell(inner, row) * (solved[inner] ?? 0);
    solved[row] = sum / cell(row, row);
  }
  return solved;
}

export function inverseDiagonal(lower: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, index) => {
    const unit = new Float64Array(size);
    unit[index] = 1;
    return solveWith(lower, unit)[index] ?? 0;
  });
}
