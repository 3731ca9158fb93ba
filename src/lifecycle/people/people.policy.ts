import { definePolicy } from './rights.ts';

/** Who may do what on the line and at its table. */
export const peoplePolicy = definePolicy({
  'playbook.read': { who: ['anybody'], sentence: 'Everybody of the organisation may read the playbooks.' },
  'playbook.edit': {
    who: ['administrator'],
    sentence:
      'Administrators draw and publish playbooks, because a playbook binds every table; everybody may read them and say what should change.',
  },
  'playbook.move': {
    who: ['sponsor', 'risk-manager', 'administrator'],
    sentence:
      'The sponsor or the risk manager of this initiative, and administrators, may move it to another playbook, because that changes who must be heard.',
  },
  'installation.manage': {
    who: ['administrator'],
    sentence: 'Administrators manage the accounts of this installation.',
  },
  'history.verify': {
    who: ['administrator', 'auditor'],
    sentence: 'Administrators and auditors verify the recorded history.',
  },
  'silence.change': {
    who: ['administrator'],
    sentence: 'Administrators decide after how many days without a word somebody counts as silent.',
  },
  'initiative.start': { who: ['anybody'], sentence: 'Everybody of the organisation may ask a question.' },
  'initiative.see': {
    who: ['reader'],
    sentence: 'Everybody may read an open initiative; a private one is read by its table and by auditors.',
  },
  'initiative.change': {
    who: ['table'],
    sentence: 'Whoever has a seat at the table may rename an initiative or change who reads it.',
  },
  'table.change': {
    who: ['table', 'administrator'],
    sentence: 'Whoever has a seat at the table, and administrators, may seat people.',
  },
  'step.close': {
    who: ['sme', 'sponsor', 'data-scientist', 'risk-manager'],
    sentence: 'The expert, the sponsor, the data scientist or the risk manager of this initiative may close a step.',
  },
});
