package org.dharmic.shell.commands.vault;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.karaf.shell.support.CommandException;
import org.dharmic.shell.console.RoomCommand;
import org.dharmic.shell.text.Json;
import org.dharmic.support.files.PrivateFiles;
import org.dharmic.vault.Hit;

/**
 * A file of queries and the file of their answers, a JSON object on each line. Read and written line by line; the answers take
 * their name when all of them are there.
 */
record BatchFile(Path in, Path out) {

    int answer(Function<String, List<Hit>> search) throws IOException, CommandException {
        if (!Files.isRegularFile(in)) {
            throw RoomCommand.failure(in + " is no file");
        }
        Path folder = out.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(out)) {
            throw RoomCommand.failure(out + " is no place for a file");
        }
        Path temporary = Files.createTempFile(folder, ".batch", ".tmp", PrivateFiles.fileMode());
        int answered = 0;
        try {
            try (BufferedReader queries = Files.newBufferedReader(in);
                    BufferedWriter answers = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = queries.readLine(); line != null; line = queries.readLine()) {
                    number++;
                    if (!line.isBlank()) {
                        Map<?, ?> asked = asked(line, number);
                        answers.write(
                                answer(asked, search.apply(asked.get("query").toString())));
                        answers.write('\n');
                        answered++;
                    }
                }
            } catch (CharacterCodingException e) {
                throw RoomCommand.failure(in + " is not UTF-8 behind query " + answered);
            } catch (NoSuchFileException e) {
                throw RoomCommand.failure(in + " is gone");
            }
            Files.move(temporary, out, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return answered;
    }

    private Map<?, ?> asked(String line, int number) throws CommandException {
        if (Json.read(line).orElse(null) instanceof Map<?, ?> asked
                && asked.get("id") != null
                && asked.get("query") instanceof String) {
            return asked;
        }
        throw RoomCommand.failure(in + " line " + number + " is not {\"id\": …, \"query\": \"…\"}");
    }

    private static String answer(Map<?, ?> asked, List<Hit> hits) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", asked.get("id"));
        answer.put("ranked", hits.stream().map(Hit::path).distinct().toList());
        return Json.line(answer);
    }
}
