package org.dharmic.mail.imap.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.dharmic.journal.Step;
import org.dharmic.mail.imap.sender.Refused;
import org.dharmic.mail.imap.settings.ImapSettings;
import org.dharmic.mail.imap.settings.Settings;

/** Mails at the door: they are admitted, or refused for a reason. */
abstract class AdmissionScene {

    static final String RECEIVED = "Received: from x by mx.example.org with SMTP; Sun, 22 Nov 2026 10:00:00 +0000\r\n";
    static final String FROM = "From: Alice <" + Settings.ALICE + ">\r\n";
    static final String REST = "Subject: Hi\r\n\r\nHello?\r\n";

    final ImapSettings settings = Settings.plain().settings();

    Step.Admitted admit(String raw) {
        return admit(raw, settings);
    }

    static Step.Admitted admit(String raw, ImapSettings settings) {
        try {
            return Admissions.admit(raw, settings);
        } catch (Refused e) {
            throw new AssertionError(e);
        }
    }

    Refused refused(String raw) {
        return refused(raw, settings);
    }

    static Refused refused(String raw, ImapSettings settings) {
        Refused refused = catchThrowableOfType(Refused.class, () -> Admissions.admit(raw, settings));
        assertThat(refused).as(raw).isNotNull();
        return refused;
    }

    static String results(String results) {
        return "Authentication-Results: " + results + "\r\n";
    }
}
