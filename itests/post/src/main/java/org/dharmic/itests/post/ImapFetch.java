package org.dharmic.itests.post;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What FETCH tells of a mail (RFC 9051 section 6.4.5). */
final class ImapFetch {

    private static final DateTimeFormatter INTERNAL_DATE =
            DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final Pattern BODY = Pattern.compile("BODY(?:\\.PEEK)?\\[(.*)\\](?:<(\\d+)\\.(\\d+)>)?");
    private static final Pattern ADDRESS = Pattern.compile("<?([^<>@\\s]+)@([^<>@\\s]+?)>?$");

    private ImapFetch() {}

    /** The items asked for, macros resolved. */
    static List<String> items(Object asked) {
        List<String> items = new ArrayList<>();
        if (asked instanceof List<?> list) {
            list.forEach(each -> items.add(each.toString()));
        } else {
            items.add(asked.toString());
        }
        return items.stream().flatMap(each -> macro(each).stream()).toList();
    }

    private static List<String> macro(String item) {
        return switch (item.toUpperCase(Locale.ROOT)) {
            case "FAST" -> List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE");
            case "ALL" -> List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE");
            case "FULL" -> List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE");
            default -> List.of(item);
        };
    }

    /** The untagged response. */
    static byte[] response(int number, Box.Stored mail, List<String> items, boolean byUid) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(mail.bytes().length + 200);
        write(out, "* " + number + " FETCH (");
        String between = "";
        if (byUid && items.stream().noneMatch("UID"::equalsIgnoreCase)) {
            write(out, "UID " + mail.uid());
            between = " ";
        }
        for (String item : items) {
            write(out, between);
            write(out, item(mail, item));
            between = " ";
        }
        write(out, ")\r\n");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String item(Box.Stored mail, String item) {
        String name = item.toUpperCase(Locale.ROOT);
        switch (name) {
            case "UID" -> {
                return "UID " + mail.uid();
            }
            case "FLAGS" -> {
                return "FLAGS (" + String.join(" ", mail.flags()) + ")";
            }
            case "INTERNALDATE" -> {
                return "INTERNALDATE \""
                        + INTERNAL_DATE.format(mail.internalDate().atOffset(ZoneOffset.UTC)) + "\"";
            }
            case "RFC822.SIZE" -> {
                return "RFC822.SIZE " + mail.bytes().length;
            }
            case "ENVELOPE" -> {
                return "ENVELOPE " + envelope(mail);
            }
            case "BODYSTRUCTURE", "BODY" -> {
                String body = Headers.body(mail.text());
                return name + " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL \"8BIT\" " + body.length() + " "
                        + body.lines().count() + ")";
            }
            default -> {
                return section(mail, item);
            }
        }
    }

    private static String section(Box.Stored mail, String item) {
        Matcher body = BODY.matcher(item);
        if (!body.matches()) {
            throw new IllegalArgumentException("FETCH " + item);
        }
        String name = body.group(1);
        String text = part(mail.text(), name);
        String origin = "";
        if (body.group(2) != null) {
            int from = Math.min(Integer.parseInt(body.group(2)), text.length());
            int to = (int) Math.min((long) from + Long.parseLong(body.group(3)), text.length());
            text = text.substring(from, to);
            origin = "<" + body.group(2) + ">";
        }
        return "BODY[" + name + "]" + origin + " {" + text.length() + "}\r\n" + text;
    }

    private static String part(String mail, String section) {
        String name = section.toUpperCase(Locale.ROOT);
        if (name.isEmpty()) {
            return mail;
        }
        if (name.equals("HEADER")) {
            return Headers.section(mail);
        }
        if (name.startsWith("HEADER.FIELDS")) {
            List<String> wanted = List.of(section.substring(section.indexOf('(') + 1, section.indexOf(')'))
                    .split(" +"));
            return Headers.fields(mail).stream()
                            .filter(field -> wanted.stream().anyMatch(each -> Headers.isNamed(field, each)))
                            .map(field -> field + "\r\n")
                            .collect(Collectors.joining())
                    + "\r\n";
        }
        return Headers.body(mail);
    }

    private static String envelope(Box.Stored mail) {
        String from = addresses(mail.header("From"));
        return "(" + string(mail.header("Date")) + " " + string(mail.header("Subject")) + " " + from + " " + from + " "
                + from + " " + addresses(mail.header("To")) + " NIL NIL " + string(mail.header("In-Reply-To")) + " "
                + string(mail.header("Message-ID")) + ")";
    }

    private static String addresses(String value) {
        Matcher address = ADDRESS.matcher(value);
        return address.find() ? "((NIL NIL " + string(address.group(1)) + " " + string(address.group(2)) + "))" : "NIL";
    }

    private static String string(String value) {
        return value.isEmpty() ? "NIL" : "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
