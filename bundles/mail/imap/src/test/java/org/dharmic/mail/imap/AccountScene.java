package org.dharmic.mail.imap;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.dharmic.itests.post.Box;
import org.dharmic.itests.post.ImapServer;
import org.dharmic.journal.Item;
import org.dharmic.journal.Stage;
import org.dharmic.journal.Step;
import org.dharmic.mail.ChannelStatus;
import org.dharmic.mail.imap.settings.Settings;
import org.dharmic.mail.imap.work.JournalFake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An account at a server that does as it is told. */
@ExtendWith(NothingLeft.class)
abstract class AccountScene {

    static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    Account account;
    ImapServer server;
    Box inbox;
    JournalFake journal;

    @BeforeEach
    void startServer() throws Exception {
        account = new Account(folder);
        server = account.imap;
        inbox = account.inbox;
        journal = account.journal;
    }

    @AfterEach
    void stop() throws Exception {
        account.close();
    }

    Settings configured() {
        return account.configured();
    }

    ChannelStatus status() {
        return account.mail().status();
    }

    List<String> subjects() {
        return journal.all().stream()
                .flatMap(item -> item.admitted().stream())
                .map(Step.Admitted::subject)
                .toList();
    }

    Item answerTheNext() {
        await().atMost(SOON).until(() -> !journal.in(Stage.ADMITTED).isEmpty());
        var lease =
                journal.lease(Stage.ADMITTED, "agent", Duration.ofMinutes(1)).orElseThrow();
        journal.advance(lease, new Step.Answered("In October.", "test", "{}", List.of()));
        await().atMost(SOON)
                .until(() -> journal.find(lease.item().id()).orElseThrow().stage() == Stage.MARKED);
        return lease.item();
    }

    String marked(Item item) {
        var history = journal.history(item.id());
        return history.get(history.size() - 1).note();
    }
}
