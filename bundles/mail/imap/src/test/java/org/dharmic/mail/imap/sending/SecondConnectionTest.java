package org.dharmic.mail.imap.sending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.dharmic.itests.post.Script;
import org.dharmic.journal.Stage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over a second connection, and what when the server does not want it. */
class SecondConnectionTest extends SendingScene {

    private int before;

    @BeforeEach
    void quick() {
        nanos = () -> 0; // no dialogue takes any time
    }

    /** Replies that are rendered and wait. */
    private List<String> waiting(int replies) {
        List<String> ids = IntStream.range(0, replies)
                .mapToObj(i -> answered("reply " + i))
                .toList();
        worker.end();
        server.script().on("banner", "421 not now");
        while (ids.stream().anyMatch(id -> item(id).stage() == Stage.ANSWERED)) {
            worker.work();
        }
        server.script().allWell();
        worker.end();
        worker = worker();
        before = server.sessions();
        return ids;
    }

    private int connections() {
        return server.sessions() - before;
    }

    private void sendAll() {
        boolean more = true;
        while (more) {
            boolean first = replies.work();
            more = second.work() || first;
        }
    }

    private void assertAllAreOut(List<String> ids) {
        assertThat(ids).allMatch(id -> item(id).stage() == Stage.SENT && item(id).attempts() == 0);
        assertThat(server.mails()).hasSize(ids.size()).doesNotHaveDuplicates();
        assertThat(state.sending().reason()).isEmpty();
    }

    @Test
    void aFewRepliesGoOverOne() {
        List<String> ids = waiting(6);
        sendAll();
        assertAllAreOut(ids);
        assertThat(connections()).isEqualTo(1);
    }

    @Test
    void aBurstGoesOverTwoAndEachReplyOverOne() {
        List<String> ids = waiting(40);
        sendAll();
        assertAllAreOut(ids);
        assertThat(connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"smtp_connections, 1", "on_ambiguous, hold"})
    void thereIsNoneWhereNoneIsWanted(String key, String value) {
        settings = configured()
                .with(key, key.equals("smtp_connections") ? Integer.valueOf(value) : value)
                .settings();
        List<String> ids = waiting(40);
        sendAll();
        assertAllAreOut(ids);
        assertThat(connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "BANNER, 421 too many connections",
        "AUTH, 535 not twice",
        "MAIL, 450 too many connections",
        "MAIL, 550 too many connections",
        "RCPT, drop"
    })
    void whereTheServerWantsNoneTheFirstOneGoesOnAlone(String verb, String reply) {
        List<String> ids = waiting(40);
        for (int i = 0; i < 16; i++) {
            assertThat(replies.work()).isTrue();
        }
        server.script().once(verb, reply);
        assertThat(second.work()).isTrue();
        assertThat(connections()).isEqualTo(2);
        server.script().on("EHLO", "421 nobody comes here again");
        assertThat(second.work()).isFalse();
        sendAll();
        assertAllAreOut(ids);
        assertThat(connections()).isEqualTo(2);
    }

    @Test
    void itIsNoSecondTryWhereTheFirstOneIsRefused() {
        waiting(40);
        for (int i = 0; i < 16; i++) {
            assertThat(replies.work()).isTrue();
        }
        server.script().on("MAIL", Script.DROP).on("AUTH", "535 no");
        while (state.sending().reason().isEmpty()) {
            replies.work();
        }
        int tries = server.logins();
        assertThat(second.work()).isFalse();
        assertThat(replies.work()).isFalse();
        assertThat(second.work()).isFalse();
        assertThat(server.logins()).isEqualTo(tries);
    }

    @Test
    void whatItHasInHandWhenTheAccountLeavesGoesBack() {
        List<String> ids = waiting(40);
        for (int i = 0; i < 16; i++) {
            assertThat(replies.work()).isTrue();
        }
        assertThat(second.work()).isTrue();
        assertThat(second.work()).isTrue();
        second.leave();
        replies.leave();
        second.end();
        replies.end();
        assertThat(ids).allMatch(id -> List.of(Stage.SENT, Stage.READY).contains(item(id).stage()));
        assertThat(settings.smtpConnections()).as("the default").isEqualTo(2);
    }
}
