package org.dharmic.mail.imap.admission;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.dharmic.mail.Correspondent;
import org.dharmic.mail.ReplyToken;
import org.dharmic.mail.Tier;
import org.dharmic.mail.imap.sender.Correspondents;
import org.dharmic.mail.imap.sender.Grant;
import org.dharmic.mail.imap.sender.ReplyTokens;
import org.dharmic.mail.imap.settings.ImapSettings;

/** What a person at the console decides about senders. */
public final class SenderDecisions {

    private final Supplier<ImapSettings> settings;
    private final Correspondents correspondents;
    private final ReplyTokens tokens;
    private final Clock clock;

    public SenderDecisions(
            Supplier<ImapSettings> settings, Correspondents correspondents, ReplyTokens tokens, Clock clock) {
        this.settings = settings;
        this.correspondents = correspondents;
        this.tokens = tokens;
        this.clock = clock;
    }

    public List<Correspondent> correspondents() {
        return correspondents.all(settings.get().senders().allowed());
    }

    public Correspondent allow(String address, Tier tier, String scope) {
        return correspondents.allow(
                address, new Grant(tier, scope), settings.get().senders());
    }

    public Correspondent deny(String address) {
        return correspondents.deny(address);
    }

    public ReplyToken token(String address) {
        var policy = settings.get().senders();
        Instant expires = clock.instant().plus(policy.tokens().life());
        return tokens.issue(correspondents.speaking(address, policy), policy, expires);
    }
}
