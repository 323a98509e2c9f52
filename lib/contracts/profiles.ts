import { clarky } from './clarky/profile'
import type { Dialect, Profile } from './contract'
import { kaireon } from './kaireon/profile'
import { kasar } from './kasar/profile'
import { rex } from './rex/profile'

export const profiles: Record<Dialect, Profile> = { kasar, rex, clarky, kaireon }
