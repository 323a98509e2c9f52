import { describe, expect, it } from 'vitest'
import { guessColumns } from './guess'
import { aColumn, aTarget } from './import.fixture'

const fieldsOf = (object: string, ...columns: ReturnType<typeof aColumn>[]) =>
  Object.fromEntries(
    Object.entries(guessColumns(columns, aTarget(object), 'en-GB')).map(([name, { field }]) => [name, field]),
  )

describe('a guess', () => {
  it('finds what a list of accounts holds of companies', () => {
    const guessed = fieldsOf(
      'companies',
      aColumn('account', 'text', 'Acme Corporation'),
      aColumn('sector', 'text', 'technolgy'),
      aColumn('year_established', 'number', '1996'),
      aColumn('revenue', 'number', '1100.04'),
      aColumn('employees', 'number', '2822'),
      aColumn('office_location', 'text', 'United States'),
      aColumn('subsidiary_of', 'text'),
    )
    expect(guessed).toEqual({
      ...{ account: 'name', sector: 'industry', year_established: null, revenue: 'amount', employees: null },
      ...{ office_location: 'location', subsidiary_of: null },
    })
  })

  it('finds what a list of sales holds of opportunities', () => {
    const guessed = fieldsOf(
      'opportunities',
      aColumn('opportunity_id', 'text', '1C1I7A6R'),
      aColumn('sales_agent', 'text', 'Moses Frase'),
      aColumn('product', 'text', 'GTX Plus Basic'),
      aColumn('account', 'text', 'Cancity'),
      aColumn('deal_stage', 'text', 'Won'),
      aColumn('engage_date', 'date', '2016-10-20'),
      aColumn('close_date', 'date', '2017-03-01'),
      aColumn('close_value', 'number', '1054'),
    )
    expect(guessed).toEqual({
      ...{
        opportunity_id: 'external_id',
        sales_agent: null,
        product: null,
        account: 'company_id',
        deal_stage: 'stage_id',
      },
      ...{ engage_date: 'created_at', close_date: 'expected_close', close_value: 'amount' },
    })
  })

  it.each(['E-Mail', 'e_mail', 'EMAIL', 'emailAddress', 'Email address', 'Mail'])('takes %s for the e-mail', (name) => {
    expect(fieldsOf('contacts', aColumn(name, 'email', 'a@b.example'))).toEqual({ [name]: 'email' })
  })

  it('does not take for an e-mail or a date what is none', () => {
    expect(fieldsOf('contacts', aColumn('Email', 'boolean', 'true'))).toEqual({ Email: null })
    expect(fieldsOf('opportunities', aColumn('Expected close', 'text', 'soon'))).toEqual({ 'Expected close': null })
  })

  it('fills a field from one column, the one that is called most like it', () => {
    expect(fieldsOf('contacts', aColumn('Title'), aColumn('Name'), aColumn('Full name'))).toEqual({
      ...{ Name: 'name', Title: null, 'Full name': null },
    })
  })

  it('reads what an export wrote', () => {
    const guessed = fieldsOf('companies', aColumn('id'), aColumn('name'), aColumn('external_id'), aColumn('domain'))
    expect(guessed).toEqual({ id: null, name: 'name', external_id: 'external_id', domain: 'domain' })
  })
})
