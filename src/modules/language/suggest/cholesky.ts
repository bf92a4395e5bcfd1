import { CholeskyDecomposition, Matrix } from 'ml-matrix';

/** Solves positive definite equations, given as the lower triangle, rows one after the other. */
export function factor(lower: Float64Array, size: number): CholeskyDecomposition {
  const matrix = new Matrix(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = lower[row * size + column] ?? 0;
      matrix.set(row, column, value);
      matrix.set(column, row, value);
    }
  }
  return new CholeskyDecomposition(matrix);
}

export function solveWith(factored: CholeskyDecomposition, right: Float64Array): Float64Array {
  const solved = factored.solve(Matrix.columnVector(right));
  return Float64Array.from(right, (_, row) => solved.get(row, 0));
}

export function inverseDiagonal(factored: CholeskyDecomposition, size: number): number[] {
  return factored.solve(Matrix.eye(size)).diagonal();
}
