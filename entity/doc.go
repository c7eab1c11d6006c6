// Package entity says what a sanctions list can hold: a person, an
// organisation, a vessel, an aircraft, a wallet, and the links between them.
//
// An [Entity] keeps its names in parts and with their quality, its dates as
// partial as the list gave them, its numbers with their kind and country, and
// one [Listing] for every list that names it, with authority, programme, dates
// and reference. The vocabulary (schemata, property names) is that of
// FollowTheMoney; [Entity.FTM] and [FromFTM] convert to and from its JSON
// without loss of anything this program uses.
//
// The package depends on the standard library alone, keeps no state, and does
// no matching: it only says what was published.
package entity
