package org.dharmic.shell.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.dharmic.shell.Rooms;
import org.dharmic.shell.commands.deepmemory.FactCompleter;
import org.dharmic.shell.commands.journal.ItemCompleter;
import org.dharmic.shell.commands.journal.ParkedItemCompleter;
import org.dharmic.shell.commands.journal.StageCompleter;
import org.dharmic.shell.commands.journal.WaitingItemCompleter;
import org.dharmic.shell.commands.mail.AccountCompleter;
import org.dharmic.shell.commands.mail.CorrespondentCompleter;
import org.dharmic.shell.commands.mail.RejectedItemCompleter;
import org.dharmic.shell.commands.mail.TierCompleter;
import org.dharmic.shell.commands.strangememory.FieldCompleter;
import org.dharmic.shell.commands.strangememory.LayerCompleter;
import org.dharmic.shell.commands.vault.JewelCompleter;
import org.dharmic.shell.commands.vault.NoteCompleter;
import org.dharmic.shell.commands.vitals.MeterCompleter;
import org.dharmic.vault.Note;
import org.dharmic.vault.Passage;
import org.dharmic.vault.Vault;
import org.junit.jupiter.api.Test;

class CompletersTest {

    private final Rooms rooms = new Rooms(Duration.ofSeconds(30));

    private List<String> complete(Completer completer, String... words) throws Exception {
        for (Field field : completer.getClass().getDeclaredFields()) {
            if (field.getType() == Rooms.class) {
                field.setAccessible(true);
                field.set(completer, rooms);
            }
        }
        String typed = words[words.length - 1];
        CommandLine line = (CommandLine) Proxy.newProxyInstance(
                CommandLine.class.getClassLoader(),
                new Class<?>[] {CommandLine.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getCursorArgument" -> typed;
                    case "getArgumentPosition", "getBufferPosition" -> typed.length();
                    case "getArguments" -> words;
                    default -> 0;
                });
        List<String> candidates = new ArrayList<>();
        completer.complete(null, line, candidates);
        return candidates.stream().map(String::strip).toList();
    }

    @Test
    void stagesLayersAndFields() throws Exception {
        assertThat(complete(new StageCompleter(), "--stage", "a")).containsExactly("admitted", "answered");
        assertThat(complete(new TierCompleter(), "--tier", "a")).containsExactlyInAnyOrder("ask", "admin");
        assertThat(complete(new LayerCompleter(), "meta")).containsExactly("meta_observations", "meta_patterns");
        assertThat(complete(new FieldCompleter(), "strange-memory:append", "meta_observations", "q"))
                .containsExactly("quality=");
    }

    @Test
    void notesBelowTheFolderTyped() throws Exception {
        List<String> asked = new ArrayList<>();
        rooms.bindVault(
                new Vault() {
                    @Override
                    public Passage read(String locator) {
                        throw new UnsupportedOperationException(locator);
                    }

                    @Override
                    public List<Note> list(String folder, int limit) {
                        asked.add(folder + " " + limit);
                        return List.of(
                                new Note("home/Water.md", Instant.EPOCH, 1),
                                new Note("home/boiler.md", Instant.EPOCH, 1));
                    }

                    @Override
                    public List<Note> recent(int limit) {
                        return List.of();
                    }
                },
                Map.of());
        assertThat(complete(new NoteCompleter(), "vault:read", "home/W")).containsExactly("home/Water.md");
        assertThat(asked).containsExactly("home 500");
    }

    @Test
    void aMissingRoomCompletesNothingAndNobodyWaits() throws Exception {
        assertThat(complete(new ItemCompleter(), "x")).isEmpty();
        assertThat(complete(new ParkedItemCompleter(), "x")).isEmpty();
        assertThat(complete(new RejectedItemCompleter(), "x")).isEmpty();
        assertThat(complete(new WaitingItemCompleter(), "x")).isEmpty();
        assertThat(complete(new CorrespondentCompleter(), "x")).isEmpty();
        assertThat(complete(new FactCompleter(), "x")).isEmpty();
        assertThat(complete(new MeterCompleter(), "x")).isEmpty();
        assertThat(complete(new AccountCompleter(), "x")).isEmpty();
        assertThat(complete(new NoteCompleter(), "x")).isEmpty();
        assertThat(complete(new JewelCompleter(), "x")).isEmpty();
    }
}
