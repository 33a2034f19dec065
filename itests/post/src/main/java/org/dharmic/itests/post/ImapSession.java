package org.dharmic.itests.post;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One client of an {@link ImapServer}. Its own thread reads and answers; others push news while it idles. */
final class ImapSession {

    static final String FLAGS = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";

    private final ImapServer server;
    private final PostOffice office;
    private final InputStream in;
    private final OutputStream out;
    private String user = "";
    /** Null before a folder is opened; guarded by this, as is writing. */
    private View view;

    private boolean idling;
    private final Runnable news = this::push;

    ImapSession(ImapServer server, PostOffice office, Socket client) throws IOException {
        this.server = server;
        this.office = office;
        in = new BufferedInputStream(client.getInputStream(), 64 * 1024);
        out = new BufferedOutputStream(new BreakingStream(client, server.cutAfter()), 64 * 1024);
    }

    void serve() throws IOException {
        try {
            boolean open = greet();
            while (open) {
                open = handle(ImapRequest.read(in, out));
            }
        } finally {
            leave();
        }
    }

    /** @return whether the connection goes on, as below */
    private boolean greet() throws IOException {
        String usual = "* OK [CAPABILITY " + server.capabilities() + "] scripted";
        String line = server.script().next("BANNER", "").orElse(usual);
        if (line.equals(Script.DROP)) {
            return false;
        }
        if (!line.equals(Script.HANG)) {
            say(line);
        }
        return true;
    }

    private boolean handle(ImapRequest request) throws IOException {
        server.heard(request.text());
        Optional<String> instead = server.script().next(request.verb(), request.text());
        return instead.isPresent() ? improvise(request, instead.get()) : perform(request);
    }

    private boolean improvise(ImapRequest request, String instead) throws IOException {
        switch (instead) {
            case Script.DROP -> {
                return false;
            }
            case Script.HANG -> {
                return true;
            }
            case Script.TELL_FIRST -> {
                tellNews(true);
                return perform(request);
            }
            default -> {
                say(instead.replace("<tag>", request.tag()));
                return !instead.startsWith("* BYE");
            }
        }
    }

    private boolean perform(ImapRequest request) throws IOException {
        try {
            return answered(request);
        } catch (IllegalArgumentException e) {
            answer(request, "BAD " + e.getMessage());
            return true;
        }
    }

    private boolean answered(ImapRequest request) throws IOException {
        switch (request.verb()) {
            case "CAPABILITY" -> write("* CAPABILITY " + server.capabilities());
            case "ID" -> write("* ID NIL");
            case "NAMESPACE" -> write("* NAMESPACE ((\"\" \"/\")) NIL NIL");
            case "LOGIN" -> user = request.word(0);
            case "AUTHENTICATE" -> authenticate(request);
            case "ENABLE", "NOOP", "CHECK" -> {
                // news follow below
            }
            case "LOGOUT" -> {
                write("* BYE");
                answer(request, "OK bye");
                return false;
            }
            case "LIST", "LSUB", "XLIST" -> list(request);
            case "STATUS" -> status(request);
            case "SELECT", "EXAMINE" -> {
                select(request);
                return true;
            }
            case "CLOSE", "UNSELECT" -> close(request.verb().equals("CLOSE"));
            case "EXPUNGE" -> selected().removeDeleted();
            case "IDLE" -> {
                return idle(request);
            }
            case "DONE" -> {
                if (server.isMute()) {
                    answer(request, "OK idled");
                    return true;
                }
            }
            case "APPEND" -> append(request);
            case "SEARCH", "UID SEARCH" -> search(request);
            case "FETCH", "UID FETCH" -> fetch(request);
            case "STORE", "UID STORE" -> store(request);
            default -> throw new IllegalArgumentException(request.verb());
        }
        // RFC 9051 section 7.5.1: the numbers may not change under a command that goes by numbers.
        boolean byNumber = Set.of("FETCH", "STORE", "SEARCH").contains(request.verb());
        tellNews(!byNumber);
        answer(request, "OK done");
        return true;
    }

    // ---- without a folder

    private void authenticate(ImapRequest request) throws IOException {
        String given = request.word(1);
        if (given.isEmpty()) {
            say("+ ");
            given = ImapRequest.line(in);
            server.heard(given);
        }
        String text = new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
        // PLAIN: NUL user NUL password; XOAUTH2: user=… ^A auth=… ^A ^A
        String[] parts = text.split("[\0\u0001]");
        user = text.startsWith("user=") ? parts[0].substring("user=".length()) : parts[1];
    }

    private void list(ImapRequest request) throws IOException {
        String pattern = request.word(request.words().size() - 1);
        for (String name : office.names(user)) {
            String use = name.equals(office.sent()) ? " \\Sent" : "";
            if (pattern.equals("*") || pattern.equals("%") || pattern.equals(name)) {
                write("* " + request.verb() + " (\\HasNoChildren" + use + ") \"/\" \"" + name + "\"");
            }
        }
    }

    private void status(ImapRequest request) throws IOException {
        Box asked = existing(request.word(0));
        write("* STATUS \"" + request.word(0) + "\" (MESSAGES " + asked.count() + " UIDNEXT " + asked.nextUid()
                + " UIDVALIDITY " + asked.uidValidity() + " UNSEEN 0)");
    }

    private Box existing(String name) {
        Box found = office.find(user, name);
        if (found == null) {
            throw new IllegalArgumentException("there is no folder " + name);
        }
        return found;
    }

    private void append(ImapRequest request) {
        String bytes = request.word(request.words().size() - 1);
        existing(request.word(0)).add(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    // ---- a folder

    private void select(ImapRequest request) throws IOException {
        Box next = office.find(user, request.word(0));
        leave();
        if (next == null) {
            answer(request, "NO there is no such folder");
            return;
        }
        boolean readOnly = request.verb().equals("EXAMINE") || next.isReadOnly();
        View opened = new View(next, readOnly);
        synchronized (this) {
            view = opened;
        }
        next.onChange(news);
        write("* " + opened.count() + " EXISTS");
        write("* 0 RECENT");
        write("* FLAGS (" + FLAGS + ")");
        write("* OK [PERMANENTFLAGS (" + (readOnly ? "" : server.permanentFlags()) + ")] limited");
        write("* OK [UIDVALIDITY " + next.uidValidity() + "] valid");
        write("* OK [UIDNEXT " + next.nextUid() + "] next");
        answer(request, "OK [" + (readOnly ? "READ-ONLY" : "READ-WRITE") + "] selected");
    }

    private View selected() {
        synchronized (this) {
            if (view == null) {
                throw new IllegalArgumentException("no folder is open");
            }
            return view;
        }
    }

    private void leave() {
        View before;
        synchronized (this) {
            before = view;
            view = null;
        }
        if (before != null) {
            before.box().forget(news);
        }
    }

    private void close(boolean expunging) {
        View before = selected();
        if (expunging && !before.isReadOnly()) {
            before.removeDeleted();
        }
        leave();
    }

    private boolean idle(ImapRequest request) throws IOException {
        synchronized (this) {
            say("+ idling");
            idling = true;
        }
        push(); // what came between the last answer and now
        ImapRequest end = request.ended(ImapRequest.line(in));
        synchronized (this) {
            idling = false;
        }
        if (!end.verb().equals("DONE")) {
            throw new IllegalArgumentException("DONE expected in IDLE, was " + end.text());
        }
        return handle(end);
    }

    /** Called by whoever changes the folder. */
    private void push() {
        synchronized (this) {
            if (!idling || server.isMute()) {
                return;
            }
            try {
                tellNews(true);
                out.flush();
            } catch (IOException e) {
                idling = false; // its own thread notices that the line is gone
            }
        }
    }

    private synchronized void tellNews(boolean alsoGone) throws IOException {
        if (view != null) {
            for (String line : view.news(alsoGone)) {
                write(line);
            }
        }
    }

    // ---- mails

    private List<View.Numbered> chosen(ImapRequest request) {
        View opened = selected();
        synchronized (this) {
            return opened.chosen(request.word(0), request.byUid());
        }
    }

    private void fetch(ImapRequest request) throws IOException {
        List<String> items = ImapFetch.items(request.words().get(1));
        boolean seen = !selected().isReadOnly()
                && items.stream().anyMatch(item -> item.toUpperCase(Locale.ROOT).startsWith("BODY["));
        List<View.Numbered> mails = chosen(request);
        if (server.isBackwards()) {
            Collections.reverse(mails);
        }
        for (View.Numbered each : mails) {
            if (seen) {
                each.mail().flags().add("\\Seen");
            }
            byte[] response = ImapFetch.response(each.number(), each.mail(), items, request.byUid());
            synchronized (this) {
                out.write(response);
            }
        }
    }

    private void store(ImapRequest request) throws IOException {
        String how = request.word(1).toUpperCase(Locale.ROOT);
        Set<String> flags = new HashSet<>(ImapFetch.items(request.words().get(2)));
        if (selected().isReadOnly()) {
            throw new IllegalArgumentException("the folder can only be read");
        }
        List<String> shown = request.byUid() ? List.of("UID", "FLAGS") : List.of("FLAGS");
        for (View.Numbered each : chosen(request)) {
            Set<String> kept = each.mail().flags();
            if (how.startsWith("-")) {
                kept.removeAll(flags);
            } else {
                if (!how.startsWith("+")) {
                    kept.clear();
                }
                kept.addAll(flags);
            }
            if (!how.endsWith(".SILENT")) {
                byte[] response = ImapFetch.response(each.number(), each.mail(), shown, request.byUid());
                synchronized (this) {
                    out.write(response);
                }
            }
        }
    }

    private void search(ImapRequest request) throws IOException {
        View opened = selected();
        ImapSearch search;
        List<View.Numbered> all;
        synchronized (this) {
            search = new ImapSearch(request.words(), opened);
            all = opened.chosen("1:*", false);
        }
        StringBuilder found = new StringBuilder("* SEARCH");
        for (View.Numbered each : all) {
            if (search.matches(each.number(), each.mail())) {
                found.append(' ').append(request.byUid() ? each.mail().uid() : each.number());
            }
        }
        write(found.toString());
    }

    // ---- writing

    private void answer(ImapRequest request, String how) throws IOException {
        say(request.tag() + " " + how);
    }

    private synchronized void say(String line) throws IOException {
        write(line);
        out.flush();
    }

    private synchronized void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
