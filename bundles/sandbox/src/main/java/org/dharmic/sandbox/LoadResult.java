package org.dharmic.sandbox;

import java.util.Locale;

/**
 * The balance of a load run.
 *
 * @param duplicates replies beyond the first to a mail
 * @param missing mails without a reply when the run ended
 * @param platform milliseconds from INGESTED to SENT, by the journal
 * @param user milliseconds from handing a mail to SMTP until its reply is seen in the INBOX
 */
record LoadResult(int sent, int replied, int duplicates, int missing, Percentiles platform, Percentiles user) {

    boolean isBalanced() {
        return duplicates == 0 && missing == 0;
    }

    String json() {
        return filled("{\"sent\":%d,\"replied\":%d,\"duplicates\":%d,\"missing\":%d,"
                + "\"p50_ms\":%d,\"p95_ms\":%d,\"p99_ms\":%d,"
                + "\"user_p50_ms\":%d,\"user_p95_ms\":%d,\"user_p99_ms\":%d}");
    }

    String text() {
        return filled("sent %d, replied %d, duplicates %d, missing %d%n"
                + "INGESTED to SENT       p50 %d ms, p95 %d ms, p99 %d ms%n"
                + "mail in to reply seen  p50 %d ms, p95 %d ms, p99 %d ms");
    }

    private String filled(String format) {
        return String.format(
                Locale.ROOT,
                format,
                sent,
                replied,
                duplicates,
                missing,
                platform.p50(),
                platform.p95(),
                platform.p99(),
                user.p50(),
                user.p95(),
                user.p99());
    }
}
