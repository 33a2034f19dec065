/**
 * How the account's threads work: the journal as they use it, the items that they have in hand, when they wake and how long
 * they pause. Knows no server and no mail.
 */
package org.dharmic.mail.imap.work;
