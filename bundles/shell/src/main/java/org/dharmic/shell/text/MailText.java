package org.dharmic.shell.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dharmic.journal.Item;
import org.dharmic.journal.Outbound;
import org.dharmic.journal.Step;
import org.dharmic.mail.Backlog;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.ConnectionFigures;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.MailChannel;
import org.dharmic.mail.ReplyToken;
import org.dharmic.mail.Tier;
import org.dharmic.mail.Trial;

/** Mail in words. */
public final class MailText {

    private MailText() {}

    // ---- accounts

    /** An account, and what its connections cost. */
    public record Account(ChannelStatus status, ConnectionFigures figures) {}

    /** Everything about each account in one row. */
    public static Sheet all(List<Account> accounts) {
        Sheet.Builder sheet = Sheet.of(
                "account",
                "address",
                "state",
                "since",
                "last_poll",
                "connects",
                "received",
                "sent",
                "rejected",
                "connects_hour",
                "handshakes",
                "handshakes_hour",
                "cold_look_ms",
                "warm_look_ms",
                "ambiguous",
                "reason");
        for (Account each : accounts) {
            ChannelStatus status = each.status();
            ConnectionFigures figures = each.figures();
            sheet.row(
                    status.account(),
                    status.address(),
                    status.state(),
                    status.since(),
                    status.lastPoll(),
                    status.connects(),
                    status.received(),
                    status.sent(),
                    status.rejected(),
                    figures.connectsLastHour(),
                    figures.handshakes(),
                    figures.handshakesLastHour(),
                    millis(figures.coldLook()),
                    millis(figures.warmLook()),
                    figures.ambiguous(),
                    Words.blankIsNone(status.reason()));
        }
        return sheet.build();
    }

    /** How each account is doing. */
    public static Sheet states(List<Account> accounts) {
        return parts(
                accounts,
                "account",
                "address",
                "state",
                "since",
                "last_poll",
                "received",
                "sent",
                "rejected",
                "reason");
    }

    /** What the connections of each account cost. */
    public static Sheet connections(List<Account> accounts) {
        return parts(
                accounts,
                "account",
                "connects",
                "connects_hour",
                "handshakes",
                "handshakes_hour",
                "cold_look_ms",
                "warm_look_ms",
                "ambiguous");
    }

    private static Sheet parts(List<Account> accounts, String... columns) {
        Sheet all = all(accounts);
        List<Integer> wanted =
                List.of(columns).stream().map(all.columns()::indexOf).toList();
        Sheet.Builder sheet = Sheet.of(columns);
        all.rows().forEach(row -> sheet.row(wanted.stream().map(row::get).toArray()));
        return sheet.build();
    }

    /** With two places: a warm look takes less than a millisecond. */
    private static Optional<Double> millis(Optional<Duration> took) {
        return took.map(time -> Math.round(time.toNanos() / 10_000.0) / 100.0);
    }

    /** A step of trying an account out. */
    public record Tried(String account, Trial trial) {}

    public static Sheet trials(List<Tried> tried) {
        Sheet.Builder sheet = Sheet.of("account", "step", "passed", "ms", "detail");
        tried.forEach(each -> sheet.row(
                each.account(),
                each.trial().what(),
                each.trial().passed(),
                each.trial().took().toMillis(),
                Words.blankIsNone(each.trial().detail())));
        return sheet.build();
    }

    // ---- mails

    /** Items on their way, oldest first, each with what it waits for. */
    public static Sheet waiting(List<Item> items, Instant now) {
        Sheet.Builder sheet = Sheet.of("id", "stage", "since", "age", "attempts", "sender", "subject", "waits_for");
        Map<String, List<Item>> before = new HashMap<>();
        for (Item item : items) {
            List<Item> conversation = item.admitted()
                    .map(admitted -> before.computeIfAbsent(admitted.thread(), thread -> new ArrayList<>()))
                    .orElseGet(List::of);
            sheet.row(
                    item.id(),
                    item.stage(),
                    item.createdAt(),
                    age(Duration.between(item.createdAt(), now)),
                    item.attempts(),
                    item.admitted().map(Step.Admitted::sender),
                    Words.cut(Words.line(subject(item)), 40),
                    why(item, conversation));
            if (item.admitted().isPresent()) {
                conversation.add(item);
            }
        }
        return sheet.build();
    }

    private static String subject(Item item) {
        return item.admitted()
                .map(Step.Admitted::subject)
                .or(() -> item.outbound().map(Outbound::subject))
                .orElse("-");
    }

    /** As the journal hands out work: never what an earlier mail of the conversation stands before. */
    private static String why(Item item, List<Item> conversation) {
        Optional<Item> ahead = conversation.stream()
                .filter(earlier -> earlier.stage().compareTo(item.stage()) <= 0)
                .findFirst();
        if (ahead.isPresent()) {
            return "the earlier mail of the conversation, " + ahead.get().id();
        }
        String step =
                switch (item.stage()) {
                    case INGESTED -> "admission";
                    case ADMITTED -> "an answer";
                    case ANSWERED -> "its reply to be written";
                    case READY -> "the mail server to take it";
                    case SENDING -> "the mail server's word";
                    case SENT -> "its flag in the mailbox";
                    case MARKED, REJECTED, PARKED -> "nothing";
                };
        return item.reason().isBlank() ? step : step + "; last: " + Words.line(item.reason());
    }

    /** Two places: {@code 3d 4h}, {@code 12m 5s}. */
    static String age(Duration age) {
        if (age.isNegative() || age.toSeconds() == 0) {
            return "0s";
        }
        if (age.toDays() > 0) {
            return age.toDays() + "d " + age.toHoursPart() + "h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + "h " + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m " + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    /** A rejected mail, and who it says it is from. */
    public record Rejected(Item item, Letterhead letterhead) {}

    public static Sheet rejected(List<Rejected> rejected) {
        Sheet.Builder sheet = Sheet.of("id", "at", "account", "says_from", "subject", "reason");
        rejected.forEach(each -> sheet.row(
                each.item().id(),
                each.item().updatedAt(),
                each.item().account(),
                each.letterhead().from(),
                each.letterhead().subject(),
                Words.blankIsNone(each.item().reason())));
        return sheet.build();
    }

    public static Sheet backlog(Backlog backlog) {
        Sheet.Builder sheet = Sheet.of("uid", "date", "bytes", "from", "subject");
        backlog.mails().forEach(mail -> sheet.row(mail.uid(), mail.date(), mail.bytes(), mail.from(), mail.subject()));
        return sheet.build();
    }

    // ---- who may speak

    public static Sheet correspondents(List<MailChannel> channels) {
        Sheet.Builder sheet = Sheet.of("account", "address", "allowed", "tier", "scope", "decided_by");
        for (MailChannel channel : channels) {
            channel.correspondents()
                    .forEach(each -> sheet.row(
                            channel.account(),
                            each.address(),
                            each.allowed(),
                            each.tier(),
                            each.scope(),
                            each.source()));
        }
        return sheet.build();
    }

    public static Card correspondent(String account, Correspondent decided) {
        return Card.of("account", account)
                .with("address", decided.address())
                .with("allowed", decided.allowed())
                .with("tier", decided.tier())
                .with("scope", decided.scope())
                .with("decided_by", decided.source())
                .build();
    }

    /** What a tier may do, in words. */
    public static String may(Tier tier) {
        return switch (tier) {
            case ASK -> "ask, search and read";
            case WRITE -> "ask, search, read, and have facts kept and forgotten";
            case ADMIN -> "do everything, pausing the agent as well";
        };
    }

    public static Card token(ReplyToken token) {
        return Card.of("sender", token.sender())
                .with("address", token.address())
                .with("reference", token.reference())
                .with("expires", token.expires())
                .build();
    }

    /** @param plain the account's own address */
    public static String howToUse(ReplyToken token, String plain) {
        List<String> lines = new ArrayList<>();
        lines.add("For " + Words.line(token.sender()) + ", good until " + Words.time(token.expires()) + ".");
        if (!token.address().equals(plain)) {
            lines.add("Write to " + Words.line(token.address()));
            lines.add("or, where the provider takes no such addresses, to " + Words.line(plain));
        } else {
            lines.add("Write to " + Words.line(plain));
        }
        lines.add("  with this header: In-Reply-To: " + Words.line(token.reference()));
        lines.add(
                "It counts together with the sender's own address only. Every reply brings a fresh one along: answering");
        lines.add("the reply is enough from then on. Whoever gets to see it should not; mail:deny "
                + Words.line(token.sender()) + " closes the door.");
        return String.join("\n", lines);
    }
}
