package org.dharmic.vault.lucene.markdown;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link to another note: {@code [[name]]}, {@code [[folder/name|words]]} or {@code [words](way/to.md)}.
 *
 * @param words what the link calls its target; the name when it calls it nothing else
 * @param target the path it leads to, or {@code *name} when only a file's name is written; no promise that there is one
 * @param line where it stands, from 1
 */
public record Link(String words, String target, int line) {

    /** Before the name of a target that has no folder. */
    public static final String NAMED = "*";

    private static final Pattern WIKI =
            Pattern.compile("\\[\\[([^\\[\\]|#\\n]{1,300})(?:#[^\\[\\]|\\n]*)?(?:\\|([^\\[\\]\\n]{1,300}))?]]");
    private static final Pattern INLINE = Pattern.compile(
            "\\[([^\\[\\]]{1,300})]\\(\\s{0,9}<?([^()<>\\s#]{1,500}\\.md)(?:#[^()\\s]*)?>?(?:\\s+\"[^\"]*\")?\\)");

    private static final Pattern WEB = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

    /** The links of one line; none of code or of pictures. */
    static List<Link> in(String text, String path, int line) {
        List<Link> links = new ArrayList<>();
        if (text.contains("[[")) {
            Matcher wiki = WIKI.matcher(text);
            while (wiki.find()) {
                if (!isPicture(text, wiki.start())) {
                    String name = wiki.group(1).strip();
                    add(links, wiki.group(2) == null ? name : wiki.group(2), ofWiki(name), line);
                }
            }
        }
        if (text.contains("](")) {
            Matcher inline = INLINE.matcher(text);
            while (inline.find()) {
                if (!isPicture(text, inline.start())) {
                    add(links, inline.group(1), ofWay(path, inline.group(2)), line);
                }
            }
        }
        return links;
    }

    /** A line as a person reads it: with the words of its links, and without the ways to the notes of this vault. */
    public static String withoutWays(String line) {
        String read = line;
        if (read.contains("](")) {
            read = replaced(INLINE, read, found -> !WEB.matcher(found.group(2)).lookingAt() ? found.group(1) : null);
        }
        return read.contains("[[") ? replaced(WIKI, read, found -> found.group(2)) : read;
    }

    /** @param words what stands for a link, null for the link as it is */
    private static String replaced(Pattern links, String line, Function<MatchResult, String> words) {
        return links.matcher(line).replaceAll(found -> {
            String read = isPicture(line, found.start()) ? null : words.apply(found);
            return Matcher.quoteReplacement(read == null ? found.group() : read);
        });
    }

    private static boolean isPicture(String text, int start) {
        return start > 0 && text.charAt(start - 1) == '!';
    }

    private static void add(List<Link> links, String words, String target, int line) {
        if (!target.isEmpty() && !words.isBlank()) {
            links.add(new Link(words.strip(), target, line));
        }
    }

    private static String ofWiki(String name) {
        String file = name.endsWith(".md") ? name.substring(0, name.length() - 3) : name;
        return file.indexOf('/') >= 0 ? normal("", file + ".md") : named(file);
    }

    private static String ofWay(String from, String way) {
        String decoded = decoded(way);
        if (WEB.matcher(decoded).lookingAt()) {
            // What is kept in a repository often links to itself by its address there.
            return named(Markdown.stem(decoded));
        }
        return decoded.startsWith("/")
                ? normal("", decoded.substring(1))
                : normal(from.substring(0, from.lastIndexOf('/') + 1), decoded);
    }

    /** A note by its name alone. */
    public static String named(String name) {
        return NAMED + Markdown.stem(name + ".md").toLowerCase(Locale.ROOT);
    }

    /** The note of a target by its name alone, for a path that leads nowhere. */
    public static String withoutFolder(String target) {
        return target.startsWith(NAMED) ? target : named(Markdown.stem(target));
    }

    /** Empty when the way leads out of the vault. */
    private static String normal(String folder, String way) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : (folder + way).split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    return "";
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    private static String decoded(String way) {
        try {
            return way.indexOf('%') < 0 ? way : URLDecoder.decode(way.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return way; // a percent sign that is none of an address
        }
    }
}
