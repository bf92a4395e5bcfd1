import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { Picture } from './api-types.ts';
import classes from './capacity.module.css';
import { optionOf } from './capacity-option.ts';
import { about } from './capacity-words.ts';

use([BarChart, CustomChart, LineChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

/** Above: offers a week against what sales can answer. Below: what stands without an answer at each week's end. */
export function CapacityChart({ picture }: { picture: Picture }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'svg' });
    const draw = () => chart.setOption(optionOf(picture, element.clientWidth), { notMerge: true });
    draw();
    const observer = new ResizeObserver(() => {
      chart.resize();
      draw();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [picture]);
  return <div ref={box} className={classes.chart} role="img" aria-label={summary(picture)} />;
}

function summary({ weeks, next, backlog }: Picture): string {
  const past = weeks.filter(({ when }) => when === 'past');
  const most = Math.max(0, ...past.map(({ offered }) => offered ?? 0));
  const coming = next === null ? '' : ` About ${about(next.volume)} are expected next week.`;
  return `Offers in each of ${past.length} weeks, ${most} at most; ${backlog} wait for an answer now.${coming} The weeks are in the table below.`;
}
