import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FirstLine } from '../../../web/parts/first-line.tsx';
import { useMay, useMe, useWorkspace } from '../../../web/session.ts';
import { SampleCompany } from './sample-company.tsx';
import classes from './welcome-page.module.css';

/** After set-up, and from empty pages: three ways to get data in. */
export function WelcomePage() {
  const workspace = useWorkspace();
  const { person } = useMe();
  const mayImport = useMay('import:run');
  const mayLoad = useMay('workspace:admin');
  const name = person?.name.split(' ')[0];
  return (
    <>
      <FirstLine
        title="Welcome"
        sub={`Figures are in ${workspace.currency}, days begin at midnight in ${workspace.timeZone}. Both are in the settings.`}
      >
        {name ? `Welcome, ${name}. ` : ''}
        {workspace.name} is ready. Three ways to see a funnel in it:
      </FirstLine>
      <ol className={classes.ways}>
        <li className="panel">
          <h2>Explore the sample company</h2>
          <p>
            A simulated maker of energy-monitoring equipment: eighteen months of campaigns, calls and deals,
            good and bad. Loaded in seconds, into this workspace.
          </p>
          {mayLoad ? <SampleCompany /> : <p className="mute">An admin can load it.</p>}
        </li>
        <li className="panel">
          <h2>Import your files</h2>
          <p>
            CSV of people, companies and deals, a HubSpot contact export, or a whole Salesforce data export.
            You see what will happen before it does; what is refused comes back with its reason.
          </p>
          {mayImport ? (
            <Button component={Link} to="/imports/new">
              Import files
            </Button>
          ) : (
            <p className="mute">Marketing, the liaison and admins can import.</p>
          )}
        </li>
        <li className="panel">
          <h2>Connect the tracker</h2>
          <p>
            Send what buyers do on your site and in your product as it happens. The page listens for the first
            event.
          </p>
          <Button component={Link} to="/settings/tracking">
            Connect the tracker
          </Button>
        </li>
      </ol>
      <p>
        <Link to="/settings/members">Invite your colleagues</Link> from both teams: the funnel is one, and
        each sees it its own way.
      </p>
    </>
  );
}
