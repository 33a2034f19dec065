/**
 * INGESTED to ADMITTED or REJECTED: leads each mail past the {@link org.dharmic.mail.imap.sender.Doorkeeper}, takes out of it what
 * the answer needs, and lets a person decide about senders. {@link Admission} decides, {@link AdmissionWorker} keeps the journal.
 */
package org.dharmic.mail.imap.admission;
