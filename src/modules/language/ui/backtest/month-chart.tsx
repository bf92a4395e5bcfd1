import { BarChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useShowEvidence } from '../../../../web/parts/evidence-drawer.tsx';
import { formatCount } from '../../../../web/parts/money.tsx';
import classes from './backtest.module.css';
import type { Backtest, BacktestSide } from './types.ts';
import { monthName, monthYear } from './words.ts';

use([BarChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** Bars a month: pale is what is in force, strong what is proposed; the dashed line is what sales can take. */
export function MonthChart({ backtest }: { backtest: Backtest }) {
  const box = useRef<HTMLDivElement>(null);
  const show = useShowEvidence();
  const open = useRef(show);
  open.current = show;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'svg' });
    chart.setOption(optionOf(backtest));
    chart.on('click', ({ dataIndex, seriesName }) => {
      const month = backtest.subject.perMonth[dataIndex]?.month;
      if (month === undefined) return;
      const side = seriesName === backtest.against?.label ? 'against' : 'subject';
      open.current({ of: 'backtest', which: 'qualified', side, month });
    });
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [backtest]);
  return <div ref={box} className={classes.chart} role="img" aria-label={summary(backtest)} />;
}

function summary({ subject, against, capacity }: Backtest): string {
  const most = (side: BacktestSide) => Math.max(0, ...side.perMonth.map((month) => month.qualified));
  const parts = [subject, ...(against ? [against] : [])].map(
    (side) => `${side.label} passes up to ${formatCount(most(side))} in a month`,
  );
  const line = capacity ? `; sales can take ${formatCount(capacity.perMonth)}` : '';
  return `Qualified leads by month: ${parts.join(', ')}${line}. The months are in the table below.`;
}

const text = { color: 'var(--mute)', fontFamily: 'inherit', fontSize: 11 };

function optionOf(backtest: Backtest): Parameters<ReturnType<typeof init>['setOption']>[0] {
  const { subject, against, capacity } = backtest;
  const years = subject.perMonth.length > 18;
  const bars = (side: BacktestSide, color: string, line: boolean) => ({
    type: 'bar' as const,
    name: side.label,
    data: side.perMonth.map((month) => month.qualified),
    itemStyle: { color, borderRadius: [3, 3, 0, 0] },
    emphasis: { disabled: true },
    barMaxWidth: 22,
    barGap: '8%',
    cursor: 'pointer',
    ...(line && capacity ? { markLine: capacityLine(capacity.perMonth) } : {}),
  });
  const highest = Math.max(
    capacity?.perMonth ?? 0,
    ...[subject, ...(against ? [against] : [])].flatMap((side) =>
      side.perMonth.map((month) => month.qualified),
    ),
  );
  return {
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160,
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 4, right: 4, top: 18, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: subject.perMonth.map(({ month }) => (years ? month : monthName(month))),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: 'var(--line)' } },
      axisLabel: text,
    },
    yAxis: {
      type: 'value',
      max: Math.max(1, Math.ceil(highest * 1.06)),
      minInterval: 1,
      splitNumber: 3,
      splitLine: { showMaxLine: false, lineStyle: { color: 'var(--line)' } },
      axisLabel: { ...text, showMaxLabel: false, formatter: (value: number) => formatCount(value) },
    },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'none' },
      backgroundColor: 'var(--panel)',
      borderColor: 'var(--line)',
      textStyle: { color: 'var(--ink)', fontSize: 12, fontFamily: 'inherit' },
      formatter: (points: unknown) => tipOf(points, backtest),
    },
    series: [
      ...(against ? [bars(against, 'var(--bt-against)', false)] : []),
      bars(subject, 'var(--mk2)', true),
    ],
  };
}

const capacityLine = (perMonth: number) => ({
  silent: true,
  symbol: 'none',
  animation: false,
  lineStyle: { color: 'var(--sa)', type: 'dashed' as const, width: 1.2 },
  label: {
    formatter: "sales' capacity",
    position: 'insideEndTop' as const,
    color: 'var(--sa)',
    fontSize: 11,
    fontFamily: 'inherit',
  },
  data: [{ yAxis: perMonth }],
});

/** Labels are versions' names and numbers of ours; escaped all the same, for this becomes HTML. */
function tipOf(points: unknown, { subject, against }: Backtest): string {
  const first: unknown = Array.isArray(points) ? points[0] : points;
  const index =
    typeof first === 'object' && first !== null && 'dataIndex' in first && typeof first.dataIndex === 'number'
      ? first.dataIndex
      : 0;
  const month = subject.perMonth[index]?.month;
  const lines = [...(against ? [against] : []), subject].map(
    (side) => `${escaped(side.label)}: <b>${formatCount(side.perMonth[index]?.qualified ?? 0)}</b>`,
  );
  return [month === undefined ? '' : monthYear(month), ...lines].join('<br>');
}

const escaped = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
