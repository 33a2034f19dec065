package org.dharmic.shell.console;

import java.io.PrintStream;
import java.util.Map;
import org.apache.karaf.shell.api.action.Option;
import org.dharmic.shell.text.Card;
import org.dharmic.shell.text.Json;
import org.dharmic.shell.text.Sheet;

/** A command whose output scripts may want to read. */
public abstract class ListingCommand extends RoomCommand {

    @Option(
            name = "--json",
            description = "One JSON object per line; nothing when there is nothing",
            required = false,
            multiValued = false)
    protected boolean json;

    @Option(
            name = "--no-format",
            description = "Values separated by tabs, without heading; nothing when there is nothing",
            required = false,
            multiValued = false)
    protected boolean noFormat;

    /** Somebody reads it with their eyes. */
    protected boolean forPeople() {
        return !json && !noFormat;
    }

    /** @param nothing what to say to people when there are no rows */
    protected void print(PrintStream out, Sheet sheet, String nothing) {
        if (sheet.isEmpty()) {
            if (forPeople()) {
                out.println(nothing);
            }
        } else {
            out.println(json ? sheet.json() : noFormat ? sheet.tabs() : sheet.table(width()));
        }
    }

    protected void print(PrintStream out, Card card) {
        out.println(json ? card.json() : noFormat ? card.tabs() : card.text());
    }

    protected static void printJson(PrintStream out, Map<String, Object> document) {
        out.println(Json.line(document));
    }
}
