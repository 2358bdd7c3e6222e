/** Words for the names of channels, groups and shifts, in English. */
export const deskNames = {
  title: 'Names of IDs',
  hint: 'What channels, groups and shifts are called. A name stands wherever its ID would: in filters, headers, cards, charts and exports. Names stay in this app; Experia gets the IDs.',
  kinds: { channels: 'Channels', groups: 'Groups', shifts: 'Shifts' },
  none: 'No IDs yet.',
  name: 'Name of {id}',
  unnamed: 'No name',
  remove: 'Remove the name of {id}',
  newId: { channels: 'Channel ID', groups: 'Group ID', shifts: 'Shift ID' },
  newName: 'Name',
  add: 'Add',
  full: 'No more names can be added.',
};
