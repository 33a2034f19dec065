package org.dharmic.vault.lucene.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermToBytesRefAttribute;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is read from bytes are the words of the text, whatever stands in it. */
class FileWordsTest {

    private static final String COMMON = "aabBsSzZ0199'''..::,,;;__  \n\t\r-#*\"/@";
    /** Letters with marks, marks, joiners, quotation marks, other scripts and digits, spaces that are none of ASCII. */
    private static final String ODD =
            "\u00e4\u00fc\u1e63\u0301\u200d\u00ad\ufe0f\u20e3\u2019\u201c\u05d0\u30ab\u4e2d\uac00\u0e01\u00a0\u2003"
                    + "\u2028\u0660\u066b\u02d7\uff07\uff0e\u203f\ufeff\u00b7\u2027";

    private static final List<String> PAIRS = List.of(
            "\ud83d\ude00",
            "\ud83c\uddeb\ud83c\uddf7",
            "\ud83d\udc68\u200d\ud83d\udc69",
            "1\ufe0f\u20e3",
            "\ud840\udc00");

    private final Words words = Words.asWritten();
    private final Words ofFile = Words.asWritten();
    private final FileWords fileWords = new FileWords(ofFile);

    @AfterEach
    void close() {
        words.close();
        ofFile.close();
    }

    @Test
    void joinsWhatIsOneWord() throws IOException {
        assertThat(of("It's 3.14 or 1,000; e.g. The Dog's crown_jewels (a:b 1:2) x.1 end.Next\n- mokṣa’s don’t"))
                .containsExactly(
                        "1 it",
                        "1 3.14",
                        "1 or",
                        "1 1,000",
                        "1 e.g",
                        "1 the",
                        "1 dog",
                        "1 crown",
                        "1 jewels",
                        "1 a:b",
                        "1 1",
                        "1 2",
                        "1 x",
                        "1 1",
                        "1 end.next",
                        "1 moksa",
                        "0 moksha",
                        "1 don't");
    }

    @Test
    void findsTheWordsOfTheText() throws IOException {
        for (String text : List.of(
                "",
                " ",
                "'s",
                "a'",
                "_",
                "a'\u0301b",
                "#\ufe0f\u20e3",
                "слово и слово word",
                "über die Küche. An ASCII word",
                "a".repeat(199) + " b",
                "a".repeat(200) + " b",
                "a1".repeat(400) + " b",
                "-".repeat(400) + "ü b",
                "x " + "https://example.org/".repeat(30) + " b")) {
            same(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void findsTheWordsOfAnyBytes() throws IOException {
        Random random = new Random(20260101);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = text(random, round % 5).getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextInt(4) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256); // no longer UTF-8
            }
            same(bytes);
        }
    }

    /** @param kind from plain to odd */
    private static String text(Random random, int kind) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            int choice = random.nextInt(20);
            if (choice < kind) {
                text.append(ODD.charAt(random.nextInt(ODD.length())));
            } else if (choice == kind && kind > 2) {
                text.append(PAIRS.get(random.nextInt(PAIRS.size())));
            } else if (choice < 8) {
                text.append((char) random.nextInt(128));
            } else {
                text.append(COMMON.charAt(random.nextInt(COMMON.length())));
            }
        }
        return text.toString();
    }

    private void same(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThat(of(bytes)).as(text).isEqualTo(tokens(words.tokenStream("", Words.apart(text))));
    }

    private List<String> of(String text) throws IOException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In the middle of a file. */
    private List<String> of(byte[] bytes) throws IOException {
        byte[] file = new byte[bytes.length + 4];
        Arrays.fill(file, (byte) 'x');
        System.arraycopy(bytes, 0, file, 2, bytes.length);
        fileWords.of(file, 2, 2 + bytes.length);
        return tokens(fileWords);
    }

    private static List<String> tokens(TokenStream stream) throws IOException {
        List<String> tokens = new ArrayList<>();
        TermToBytesRefAttribute term = stream.getAttribute(TermToBytesRefAttribute.class);
        PositionIncrementAttribute step = stream.getAttribute(PositionIncrementAttribute.class);
        stream.reset();
        while (stream.incrementToken()) {
            tokens.add(step.getPositionIncrement() + " " + term.getBytesRef().utf8ToString());
        }
        stream.end();
        stream.close();
        return tokens;
    }
}
