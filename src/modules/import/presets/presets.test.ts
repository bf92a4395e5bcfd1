import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestServices, type TestServices } from '../../../../test/support/services.ts';
import { openImporter } from '../import.test-support.ts';

let services: TestServices;
beforeAll(async () => {
  services = await openTestServices();
});
afterAll(() => services.close());

const csv = (rows: readonly Record<string, string>[]) => {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const lines = rows.map((row) => headings.map((heading) => cell(row[heading] ?? '')).join(','));
  return `\ufeff${[headings.map(cell).join(','), ...lines].join('\r\n')}\r\n`;
};

const at = (day: string) => `${day}T09:00:00.000+0000`;

describe('the Salesforce preset', () => {
  const owner = '005000000000001AAA';
  const account = csv([
    {
      Id: '001000000000001AAA',
      IsDeleted: '0',
      Name: 'Acme',
      Website: 'www.acme.io',
      AnnualRevenue: '1000000',
      OwnerId: owner,
      CreatedDate: at('2024-01-01'),
      Tier__c: 'A',
    },
    {
      Id: '001000000000002AAA',
      IsDeleted: '0',
      Name: 'Acme Labs',
      ParentId: '001000000000001',
      OwnerId: owner,
      CreatedDate: at('2024-01-01'),
    },
    { Id: '001000000000003AAA', IsDeleted: '1', Name: 'Gone', OwnerId: owner, CreatedDate: at('2024-01-01') },
  ]);
  const contact = csv([
    {
      Id: '003000000000001AAA',
      IsDeleted: '0',
      AccountId: '001000000000001',
      FirstName: 'Ann',
      LastName: 'Lee',
      Email: 'ann@acme.io',
      OwnerId: owner,
      CreatedDate: at('2024-02-01'),
    },
  ]);
  const lead = csv([
    {
      Id: '00Q000000000001AAA',
      LastName: 'Lee',
      FirstName: 'Ann',
      Company: 'Acme',
      Status: 'Closed - Converted',
      Email: 'ann@acme.io',
      OwnerId: owner,
      CreatedDate: at('2024-01-10'),
      LastModifiedDate: at('2024-02-02'),
      ConvertedDate: '2024-02-01',
      ConvertedAccountId: '001000000000001AAA',
      ConvertedContactId: '003000000000001AAA',
      ConvertedOpportunityId: '006000000000001AAA',
      IsConverted: '1',
    },
    {
      Id: '00Q000000000002AAA',
      LastName: 'Ode',
      FirstName: 'Ben',
      Company: 'Beta GmbH',
      Status: 'Working - Contacted',
      Email: 'ben@beta.de',
      OwnerId: owner,
      CreatedDate: at('2024-01-11'),
      LastModifiedDate: at('2024-01-20'),
      IsConverted: '0',
    },
    {
      Id: '00Q000000000003AAA',
      LastName: 'Cid',
      FirstName: 'Col',
      Company: '001000000000002',
      Status: 'Closed - Not Converted',
      Email: 'col@example.com',
      OwnerId: owner,
      CreatedDate: at('2024-01-12'),
      LastModifiedDate: at('2024-03-01'),
      IsConverted: '0',
    },
    {
      Id: '00Q000000000004AAA',
      LastName: 'Dee',
      FirstName: 'Dan',
      Company: 'Delta',
      Status: 'Our own status',
      Email: 'dan@delta.fr',
      OwnerId: owner,
      CreatedDate: at('2024-01-13'),
      LastModifiedDate: at('2024-01-13'),
      IsConverted: '0',
    },
  ]);
  const opportunity = csv([
    {
      Id: '006000000000001AAA',
      AccountId: '001000000000001AAA',
      Name: 'Acme 2024',
      StageName: 'Closed Won',
      Amount: '1234.50',
      CloseDate: '2024-05-01',
      IsClosed: '1',
      IsWon: '1',
      OwnerId: owner,
      CreatedDate: at('2024-02-01'),
    },
  ]);
  const campaign = csv([
    {
      Id: '701000000000001AAA',
      Name: 'Webinar',
      Type: 'Webinar',
      Status: 'Completed',
      StartDate: '2024-01-05',
      OwnerId: owner,
      NumberOfContacts: '1',
    },
  ]);
  const member = csv([
    {
      Id: '00v000000000001AAA',
      CampaignId: '701000000000001',
      LeadId: '00Q000000000002',
      ContactId: '',
      Status: 'Responded',
      HasResponded: '1',
      FirstRespondedDate: '2024-01-06',
      CreatedDate: at('2024-01-05'),
    },
    {
      Id: '00v000000000002AAA',
      CampaignId: '701000000000001AAA',
      LeadId: '00Q000000000001AAA',
      ContactId: '003000000000001AAA',
      Status: 'Sent',
      HasResponded: '0',
      CreatedDate: at('2024-01-05'),
    },
  ]);
  const task = (status: string, isClosed: string) =>
    csv([
      {
        Id: '00T000000000001AAA',
        WhoId: '00Q000000000001AAA',
        WhatId: '006000000000001',
        Subject: 'First call',
        ActivityDate: '2024-01-15',
        Status: status,
        IsClosed: isClosed,
        TaskSubtype: 'Call',
        OwnerId: owner,
        CreatedDate: at('2024-01-12'),
      },
    ]);
  const files = (taskFile: string) =>
    Object.entries({
      Task: taskFile,
      CampaignMember: member,
      Opportunity: opportunity,
      Lead: lead,
      Contact: contact,
      Campaign: campaign,
      Account: account,
      Notes: 'a,b\n1,2\n',
    }).map(([name, bytes]) => ({ name: `${name}.csv`, bytes }));

  it('joins the files by id in any order and form', async () => {
    const importer = await openImporter(services, { currency: 'USD' });
    const done = await importer.run({ files: files(task('Not Started', '0')), preset: 'salesforce' });
    expect(done).toMatchObject({
      status: 'done',
      error: null,
      outcomes: { refused: 0 },
      leftOut: 1,
      ignoredFiles: ['Notes.csv'],
    });
    const people =
      await importer.rows(`select c.name, a.name as company, c.lifecycle_stage as stage, c.lifecycle_status as status,
      c.custom->>'lead_status' as lead_status from contact c left join account a on a.id = c.account_id order by c.name`);
    expect(people).toEqual([
      {
        name: 'Ann Lee',
        company: 'Acme',
        stage: 'customer',
        status: 'open',
        lead_status: 'Closed - Converted',
      },
      {
        name: 'Ben Ode',
        company: 'Beta GmbH',
        stage: 'sal',
        status: 'open',
        lead_status: 'Working - Contacted',
      },
      {
        name: 'Col Cid',
        company: 'Acme Labs',
        stage: 'inquiry',
        status: 'left',
        lead_status: 'Closed - Not Converted',
      },
      { name: 'Dan Dee', company: 'Delta', stage: 'inquiry', status: 'open', lead_status: 'Our own status' },
    ]);
    const accounts =
      await importer.rows(`select a.name, p.name as parent, a.custom->>'tier_c' as tier from account a
      left join account p on p.id = a.parent_id order by a.name`);
    expect(accounts.slice(0, 2)).toEqual([
      { name: 'Acme', parent: null, tier: 'A' },
      { name: 'Acme Labs', parent: 'Acme', tier: null },
    ]);
    const log =
      await importer.rows(`select i.type, i.kind, c.name as person, g.name as campaign, o.name as deal, t.name is not null as by_us
      from interaction i left join contact c on c.id = i.contact_id left join campaign g on g.id = i.campaign_id
      left join opportunity o on o.id = i.opportunity_id left join teammate t on t.id = i.teammate_id order by i.type`);
    expect(log).toEqual([
      {
        type: 'campaign_response',
        kind: 'content',
        person: 'Ben Ode',
        campaign: 'Webinar',
        deal: null,
        by_us: false,
      },
      {
        type: 'campaign_sent',
        kind: 'content',
        person: 'Ann Lee',
        campaign: 'Webinar',
        deal: null,
        by_us: false,
      },
      { type: 'task', kind: 'person', person: 'Ann Lee', campaign: null, deal: 'Acme 2024', by_us: true },
    ]);
    const deals = await importer.rows(
      'select amount_minor::int as amount, currency, status from opportunity',
    );
    expect(deals).toEqual([{ amount: 123_450, currency: 'USD', status: 'won' }]);
    const again = await importer.run({ files: files(task('Not Started', '0')), preset: 'salesforce' });
    expect(again.outcomes).toMatchObject({ created: 0, updated: 0, refused: 0 });
    const later = await importer.run({ files: files(task('Completed', '1')), preset: 'salesforce' });
    expect(later.outcomes).toMatchObject({ created: 1, updated: 0 });
    expect(await importer.rows("select subject from interaction where type = 'call'")).toEqual([
      { subject: 'First call' },
    ]);
  });

  it('says so where no file is of the export', async () => {
    const importer = await openImporter(services);
    await expect(
      importer.run({ files: [{ name: 'x.csv', bytes: 'a,b\n1,2\n' }], preset: 'salesforce' }),
    ).rejects.toThrow('has no use for');
  });
});

describe('the HubSpot preset', () => {
  const base = {
    'Contact owner': 'Rita Rep',
    'Create Date': '2024-01-01 08:00',
    'Last Modified Date': '2024-06-01 08:00',
  };
  const file = csv([
    {
      ...base,
      'Record ID': '101',
      'First Name': 'Ann',
      'Last Name': 'Lee',
      Email: 'ann@acme.io',
      'Lifecycle Stage': 'Customer',
      'Lead Status': 'Open Deal',
      'Original Source': 'Organic Search',
      'Became a Lead Date': '2024-01-02 08:00',
      'Became a Marketing Qualified Lead Date': '2024-01-03 08:00',
      'Became a Customer Date': '2024-05-01 08:00',
      'Associated Company': 'Acme',
      'Associated Company IDs': '900;901',
      'Associated Deal': 'Acme 2024',
      'Associated Deal IDs': '700',
      'Number of Associated Deals': '1',
      'Recent Deal Amount': '1,500.00',
      'Recent Deal Close Date': '2024-05-01 08:00',
      'HubSpot Score': '42',
      'Favourite colour': 'teal',
    },
    {
      ...base,
      'Record ID': '102.0',
      Email: 'ben@beta.de',
      'Lifecycle Stage': 'marketingqualifiedlead',
      'Lead Status': 'BAD_TIMING',
      'Original Source': 'ORGANIC_SEARCH',
      'Company Name': 'Beta',
    },
    {
      ...base,
      'Record ID': '103',
      Email: 'col@gamma.fr',
      'Lifecycle Stage': 'other',
      'Lead Status': 'Nurture later',
    },
  ]);

  it('understands labels and API values, stage dates, companies and deals', async () => {
    const importer = await openImporter(services, { currency: 'USD' });
    const done = await importer.run({
      files: [{ name: 'all-contacts.csv', bytes: file }],
      preset: 'hubspot-contacts',
    });
    expect(done).toMatchObject({ status: 'done', error: null, outcomes: { created: 3, refused: 0 } });
    const people =
      await importer.rows(`select c.email, a.name as company, t.name as owner, c.channel, c.lifecycle_stage as stage,
      c.lifecycle_status as status, c.custom->>'lead_status' as lead_status from contact c
      left join account a on a.id = c.account_id left join teammate t on t.id = c.owner_id order by c.email`);
    expect(people).toEqual([
      {
        email: 'ann@acme.io',
        company: 'Acme',
        owner: 'Rita Rep',
        channel: 'organic_search',
        stage: 'customer',
        status: 'open',
        lead_status: 'OPEN_DEAL',
      },
      {
        email: 'ben@beta.de',
        company: 'Beta',
        owner: 'Rita Rep',
        channel: 'organic_search',
        stage: 'mql',
        status: 'left',
        lead_status: 'BAD_TIMING',
      },
      {
        email: 'col@gamma.fr',
        company: 'Gamma',
        owner: 'Rita Rep',
        channel: null,
        stage: null,
        status: 'open',
        lead_status: 'Nurture later',
      },
    ]);
    const [ann] =
      await importer.rows(`select reached_at[1] is not null as inquiry, reached_at[2]::text like '2024-01-03%' as mql,
      (custom->>'hubspot_score')::int as score, custom->>'favourite_colour' as colour from contact where email = 'ann@acme.io'`);
    expect(ann).toEqual({ inquiry: true, mql: true, score: 42, colour: 'teal' });
    const deals = await importer.rows('select name, amount_minor::int as amount, status from opportunity');
    expect(deals).toEqual([{ name: 'Acme 2024', amount: 150_000, status: 'won' }]);
    const ids = await importer.rows(
      "select external_id from external_id where record_type = 'contact' order by 1",
    );
    expect(ids.map((row) => row.external_id)).toEqual(['101', '102', '103']);
    const unused = await importer.rows("select key from custom_field where key like 'twitter%'");
    expect(unused).toEqual([]);
    const again = await importer.run({
      files: [{ name: 'all-contacts.csv', bytes: file }],
      preset: 'hubspot-contacts',
    });
    expect(again.outcomes).toEqual({ created: 0, updated: 0, unchanged: 3, refused: 0 });
  });
});
