import { LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { csvHref } from '../../../../web/csv.ts';
import classes from './backtest.module.css';
import type { Backtest, BacktestSide } from './types.ts';
import { operatingPoint, outcomeWords, shareWords } from './words.ts';

use([LineChart, ScatterChart, GridComponent, TooltipComponent, SVGRenderer]);

type Point = { x: number; y: number };
type Line = { label: string; strong: boolean; points: readonly Point[]; at: Point | null };

/** Receiver operating characteristic, and precision against recall: by points; the dot is the definition itself. */
export function Curves({ backtest }: { backtest: Backtest }) {
  const { subject, against, outcome } = backtest;
  const sides: { side: BacktestSide; strong: boolean }[] = [
    ...(against ? [{ side: against, strong: false }] : []),
    { side: subject, strong: true },
  ];
  if (backtest.base[outcome] === 0)
    return <p className="mute">Nobody has come to the outcome, so there is no curve to draw.</p>;
  const roc = sides.map(({ side, strong }) => ({
    label: side.label,
    strong,
    points: side.roc ?? [],
    at: operatingPoint(side, backtest),
  }));
  const pr = sides.map(({ side, strong }) => ({
    label: side.label,
    strong,
    points: side.pr ?? [],
    at: side.recall === null || side.precision === null ? null : { x: side.recall, y: side.precision },
  }));
  return (
    <>
      <div className={classes.curves}>
        <Curve
          title="ROC"
          x="let in without the outcome"
          y={`found of those ${outcomeWords[outcome]}`}
          lines={roc}
        />
        <Curve title="Precision and recall" x="recall" y="precision" lines={pr} />
      </div>
      <p className="mute">
        {sides.map(({ side }) => `${side.label}: ${areaWords(side)}`).join('; ')}. A dot is the definition
        itself; a curve is every threshold of the points it asks for.
      </p>
      <CurveTable sides={sides.map(({ side }) => side)} />
    </>
  );
}

const areaWords = (side: BacktestSide): string =>
  side.auc === null ? 'asks for no points, so it has no curve' : `area ${side.auc.toFixed(3)}`;

function Curve({ title, x, y, lines }: { title: string; x: string; y: string; lines: readonly Line[] }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = JSON.stringify(lines);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'svg' });
    const parsed: readonly Line[] = JSON.parse(drawn);
    chart.setOption(optionOf(parsed, { x, y }));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [drawn, x, y]);
  return (
    <figure className={classes.curve}>
      <figcaption>{title}</figcaption>
      <div
        ref={box}
        className={classes.curveBox}
        role="img"
        aria-label={`${title}: ${y} against ${x}. The points are in the table below.`}
      />
    </figure>
  );
}

const text = { color: 'var(--mute)', fontFamily: 'inherit', fontSize: 11 };

function optionOf(
  lines: readonly Line[],
  names: { x: string; y: string },
): Parameters<ReturnType<typeof init>['setOption']>[0] {
  const axis = {
    type: 'value' as const,
    min: 0,
    max: 1,
    interval: 0.5,
    axisLabel: { ...text, formatter: (value: number) => `${Math.round(value * 100)} %` },
    splitLine: { lineStyle: { color: 'var(--line)' } },
    nameTextStyle: text,
  };
  const color = (line: Line) => (line.strong ? 'var(--mk2)' : 'var(--edge)');
  return {
    animation: false,
    grid: {
      left: 8,
      right: 16,
      top: 12,
      bottom: 22,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: { ...axis, name: names.x, nameLocation: 'middle', nameGap: 24 },
    yAxis: axis,
    series: lines.flatMap((line) => [
      {
        type: 'line' as const,
        name: line.label,
        silent: true,
        showSymbol: false,
        lineStyle: { color: color(line), width: 2 },
        data: line.points.map((point) => [point.x, point.y]),
      },
      {
        type: 'scatter' as const,
        name: line.label,
        silent: true,
        symbolSize: 9,
        itemStyle: { color: color(line), borderColor: 'var(--panel)', borderWidth: 1.5 },
        data: line.at ? [[line.at.x, line.at.y]] : [],
      },
    ]),
  };
}

function CurveTable({ sides }: { sides: readonly BacktestSide[] }) {
  const rows = sides.flatMap((side) =>
    (side.roc ?? []).slice(1).map((point, index) => ({
      label: side.label,
      threshold: point.threshold,
      wrong: point.x,
      found: point.y,
      precision: side.pr?.[index]?.y ?? null,
    })),
  );
  if (rows.length === 0) return null;
  const csv = [
    ['definition', 'from points', 'let in without the outcome', 'recall', 'precision'],
    ...rows.map((row) => [row.label, row.threshold, row.wrong, row.found, row.precision]),
  ];
  return (
    <details className={classes.details}>
      <summary>The curves as a table</summary>
      <a className={classes.quiet} href={csvHref(csv)} download="backtest-curves.csv">
        CSV
      </a>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section className={classes.scroll} tabIndex={0} aria-label="Points of the curves">
        <table className={classes.figures}>
          <thead>
            <tr>
              <th scope="col">definition</th>
              <th scope="col">from points</th>
              <th scope="col">false positives</th>
              <th scope="col">recall</th>
              <th scope="col">precision</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.label} ${row.threshold}`}>
                <th scope="row">{row.label}</th>
                <td>{row.threshold}</td>
                <td>{shareWords(row.wrong)}</td>
                <td>{shareWords(row.found)}</td>
                <td>{shareWords(row.precision)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
