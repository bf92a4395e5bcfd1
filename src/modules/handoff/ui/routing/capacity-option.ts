import type { CustomSeriesOption } from 'echarts/charts';
import type { init } from 'echarts/core';
import { formatCount } from '../../../../web/parts/money.tsx';
import type { Picture, PictureWeek } from './api-types.ts';
import { about, beginOf, daysOf } from './capacity-words.ts';

type Option = Parameters<ReturnType<typeof init>['setOption']>[0];

const text = { color: 'var(--mute)', fontFamily: 'inherit', fontSize: 11 };
const narrowPx = 560;
const topPx = 200;
const lowerTopPx = 250;

export function optionOf({ weeks }: Picture, widthPx: number): Option {
  const names = weeks.map(beginOf);
  const narrow = widthPx < narrowPx;
  const axis = (gridIndex: number, shown: boolean) => ({
    type: 'category' as const,
    gridIndex,
    data: names,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: 'var(--line)' } },
    axisLabel: {
      ...text,
      show: shown,
      interval: narrow ? Math.ceil(weeks.length / 6) : ('auto' as const),
      hideOverlap: true,
    },
  });
  return {
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160,
    textStyle: { fontFamily: 'inherit' },
    grid: [
      { left: 34, right: 6, top: 12, height: topPx },
      { left: 34, right: 6, top: lowerTopPx, height: 76 },
    ],
    xAxis: [axis(0, false), axis(1, true)],
    yAxis: [valueAxis(0, 3), valueAxis(1, 2)],
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: 'var(--edge)', width: 1 } },
      backgroundColor: 'var(--panel)',
      borderColor: 'var(--line)',
      textStyle: { color: 'var(--ink)', fontSize: 12, fontFamily: 'inherit' },
      confine: true,
      formatter: (points: unknown) => tipOf(weeks[indexOf(points)]),
    },
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    series: [...volume(weeks), interval(weeks), capacity(weeks), ...backlog(weeks)],
  };
}

function valueAxis(gridIndex: number, splitNumber: number) {
  return {
    type: 'value' as const,
    gridIndex,
    minInterval: 1,
    splitNumber,
    splitLine: { lineStyle: { color: 'var(--line)' } },
    axisLabel: { ...text, formatter: (value: number) => formatCount(value) },
  };
}

/** Offers made are full bars; what is expected stands on them, pale. */
function volume(weeks: readonly PictureWeek[]) {
  const bar = {
    type: 'bar' as const,
    stack: 'volume',
    barMaxWidth: 26,
    emphasis: { disabled: true },
    silent: true,
  };
  return [
    {
      ...bar,
      name: 'Offered',
      data: weeks.map(({ offered }) => offered),
      itemStyle: { color: 'var(--mk2)' },
    },
    {
      ...bar,
      name: 'Expected',
      data: weeks.map(({ expected, offered }) =>
        expected ? Math.max(0, expected.volume - (offered ?? 0)) : null,
      ),
      itemStyle: {
        color: 'var(--mkbg)',
        borderColor: 'var(--mk2)',
        borderWidth: 1,
        borderType: 'dashed' as const,
      },
    },
  ];
}

/** From where to where the volume is expected: a line with a foot and a head. */
function interval(weeks: readonly PictureWeek[]): CustomSeriesOption {
  const headPx = 5;
  const style = { stroke: 'var(--mk)', lineWidth: 1.2, fill: 'none' };
  return {
    type: 'custom',
    silent: true,
    z: 4,
    data: weeks.flatMap(({ expected }, at) =>
      expected && expected.high > expected.low ? [[at, expected.low, expected.high]] : [],
    ),
    renderItem: (_params, place) => {
      const [x = 0, low = 0] = place.coord([place.value(0), place.value(1)]);
      const [, high = 0] = place.coord([place.value(0), place.value(2)]);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style,
      });
      return {
        type: 'group',
        children: [
          line(x, low, x, high),
          line(x - headPx, low, x + headPx, low),
          line(x - headPx, high, x + headPx, high),
        ],
      };
    },
  };
}

function capacity(weeks: readonly PictureWeek[]) {
  return {
    type: 'line' as const,
    name: 'Capacity',
    step: 'middle' as const,
    symbol: 'none',
    silent: true,
    z: 3,
    data: weeks.map((week) => week.capacity),
    lineStyle: { color: 'var(--sa)', width: 2 },
    itemStyle: { color: 'var(--sa)' },
  };
}

function backlog(weeks: readonly PictureWeek[]) {
  const line = { type: 'line' as const, xAxisIndex: 1, yAxisIndex: 1, symbol: 'none', silent: true };
  const runningAt = weeks.findIndex(({ when }) => when === 'running');
  return [
    {
      ...line,
      name: 'Backlog',
      data: weeks.map((week) => week.backlog),
      lineStyle: { color: 'var(--edge)', width: 1.5 },
      areaStyle: { color: 'var(--edge)', opacity: 0.35 },
    },
    {
      ...line,
      name: 'Expected backlog',
      // It goes on from where the backlog stands now.
      data: weeks.map(({ expected, backlog: known }, at) =>
        at === runningAt ? known : (expected?.backlog ?? null),
      ),
      lineStyle: { color: 'var(--edge)', width: 1.5, type: 'dashed' as const },
      areaStyle: { color: 'var(--edge)', opacity: 0.14 },
    },
  ];
}

function indexOf(points: unknown): number {
  const first: unknown = Array.isArray(points) ? points[0] : points;
  return typeof first === 'object' &&
    first !== null &&
    'dataIndex' in first &&
    typeof first.dataIndex === 'number'
    ? first.dataIndex
    : 0;
}

/** Numbers and dates of ours alone: nothing that needs escaping. */
function tipOf(week: PictureWeek | undefined): string {
  if (week === undefined) return '';
  const { expected } = week;
  const lines = [`<b>${daysOf(week)}</b>`];
  if (week.offered !== null) lines.push(`Offered: <b>${formatCount(week.offered)}</b>`);
  if (expected)
    lines.push(
      `Expected: <b>${formatCount(about(expected.volume))}</b> (${formatCount(about(expected.low))} to ${formatCount(about(expected.high))})`,
    );
  if (week.answered !== null) lines.push(`Answered: <b>${formatCount(week.answered)}</b>`);
  if (week.capacity !== null) lines.push(`Sales can answer: <b>${formatCount(about(week.capacity))}</b>`);
  if (week.backlog !== null) lines.push(`Backlog: <b>${formatCount(week.backlog)}</b>`);
  if (expected && expected.backlog !== null && week.when === 'coming')
    lines.push(`Backlog then: <b>${formatCount(about(expected.backlog))}</b>`);
  return lines.join('<br>');
}
