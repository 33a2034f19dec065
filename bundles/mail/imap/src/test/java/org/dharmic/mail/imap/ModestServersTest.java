package org.dharmic.mail.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.dharmic.itests.post.Script;
import org.dharmic.journal.Item;
import org.dharmic.mail.ChannelStatus.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that cannot do everything. */
class ModestServersTest extends AccountScene {

    @Test
    void withoutIdleItPolls() {
        server.capabilities("IMAP4rev1 AUTH=PLAIN");
        account.started(configured());
        inbox.add(Account.mail("polled"));
        account.awaitAdmitted(1);
        assertThat(status().state()).isEqualTo(State.POLLING);
        assertThat(server.count("IDLE")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<tag> NO not here", "<tag> BAD what?"})
    void whereIdleIsOfferedAndRefusedItPollsOnTheSameLine(String answer) {
        server.script().on("IDLE", answer);
        account.started(configured());
        inbox.add(Account.mail("polled"));
        account.awaitAdmitted(1);
        assertThat(server.sessions()).isEqualTo(1);
        assertThat(server.count("IDLE")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'\\Answered \\Seen \\*', false, '$Answered'",
        "'\\Answered $Answered', false, '$Answered'",
        "'\\Answered \\Seen', false, '\\Answered'",
        "'\\Seen', false, 'no flag: the folder keeps none'",
        "'\\Answered \\*', true, 'no flag: the folder can only be read'"
    })
    void aMailIsFlaggedAsWellAsTheFolderAllows(String permanent, boolean readOnly, String how) {
        server.permanentFlags(permanent);
        inbox.readOnly(readOnly);
        account.started(configured());
        long uid = inbox.add(Account.mail("flag")).uid();
        Item item = answerTheNext();
        assertThat(marked(item)).isEqualTo(how);
        assertThat(inbox.mail(uid).flags()).isEqualTo(how.startsWith("no") ? Set.of() : Set.of(how));
        assertThat(server.sessions()).isEqualTo(1);
    }

    @Test
    void whereTheKeywordIsRefusedEverybodysFlagIsTaken() {
        server.script().on("UID STORE", command -> command.contains("$") ? "<tag> NO too many keywords" : Script.USUAL);
        account.started(configured());
        inbox.add(Account.mail("flag"));
        assertThat(marked(answerTheNext())).isEqualTo("\\Answered");
    }

    @Test
    void aServerThatRefusesFlagsIsNotAskedForEver() {
        server.script().on("UID STORE", "<tag> NO over quota");
        account.started(configured());
        inbox.add(Account.mail("flag"));
        assertThat(marked(answerTheNext())).isEqualTo("no flag: the server refuses it");
        assertThat(server.sessions()).isEqualTo(1);
    }
}
