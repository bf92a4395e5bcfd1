export type WebhookNews = {
  title: string;
  text: string;
  href: string;
  kindLabel: string;
  told: readonly string[];
  workspaceName: string;
  publicUrl: string;
};

// Slack takes 3,000 characters in a section and 150 in what is shown of a message elsewhere.
const mostText = 2_500;
const mostNames = 8;

/** In Slack's text only these three mean something: a name must not become a link or call everybody. */
const plain = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What Slack, Mattermost, Rocket.Chat and others take: a text for notifications, blocks for the channel. */
export function slackMessage(news: WebhookNews) {
  const { title, text, href, kindLabel, told, workspaceName, publicUrl } = news;
  const link = `${publicUrl}${href}`;
  const body = text === '' ? '' : `\n${plain(text.slice(0, mostText))}`;
  const context = [kindLabel, ...(told.length > 0 ? [`told: ${names(told)}`] : []), workspaceName];
  return {
    text: plain(`${title} ${link}`),
    blocks: [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `*${plain(title)}*${body}\n<${linkTarget(link)}|Open in Liaison>` },
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: plain(context.join(' · ')) }] },
    ],
  };
}

function names(told: readonly string[]): string {
  const left = told.length - mostNames;
  return `${told.slice(0, mostNames).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** A bar or an angle would end the link. */
const linkTarget = (link: string) => plain(link).replaceAll('|', '%7C');
