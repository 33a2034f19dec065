package org.dharmic.mail.imap.mime;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A colour as far as it matters for whether words can be read.
 *
 * @param known false for one that cannot be told, a picture for example: nothing is unseen on it
 */
record Colour(boolean known, boolean transparent, int red, int green, int blue) {

    static final Colour WHITE = new Colour(true, false, 255, 255, 255);
    static final Colour BLACK = new Colour(true, false, 0, 0, 0);
    private static final Colour UNKNOWN = new Colour(false, false, 0, 0, 0);
    private static final Colour TRANSPARENT = new Colour(true, true, 0, 0, 0);

    private static final Map<String, Colour> NAMED = Map.of(
            "white", WHITE,
            "black", BLACK,
            "transparent", TRANSPARENT,
            "snow", new Colour(true, false, 255, 250, 250),
            "ivory", new Colour(true, false, 255, 255, 240),
            "ghostwhite", new Colour(true, false, 248, 248, 255),
            "whitesmoke", new Colour(true, false, 245, 245, 245));

    private static final Pattern INK = Pattern.compile("(?:^|;)color:([^;]{1,60})");
    private static final Pattern GROUND = Pattern.compile("(?:^|;)background(?:-color)?:([^;]{1,200})");
    private static final Pattern PICTURE =
            Pattern.compile("(?:^|;)background(?:-image)?:[^;]{0,200}(?:url|gradient)\\(");
    private static final Pattern RGB =
            Pattern.compile("rgba?\\((\\d{1,3}),(\\d{1,3}),(\\d{1,3})(?:[,/]([0-9.]+%?))?\\)");
    /** Closer than this, in sum over the three, nobody reads it; the palest grey in use for small print is further off. */
    private static final int TELLING = 30;

    /** What words stand on inside an element. */
    static Colour ground(String style, String attribute, Colour around) {
        if (PICTURE.matcher(style).find()) {
            return UNKNOWN;
        }
        Matcher declared = GROUND.matcher(style);
        if (declared.find()) {
            Colour colour = of(declared.group(1));
            return colour.transparent() ? around : colour;
        }
        return attribute.isEmpty() ? around : of(attribute);
    }

    /** What words are written in inside an element. */
    static Colour ink(String style, String attribute, Colour around) {
        Matcher declared = INK.matcher(style);
        if (declared.find()) {
            String value = declared.group(1);
            return value.equals("inherit") ? around : of(value);
        }
        return attribute.isEmpty() ? around : of(attribute);
    }

    boolean isUnseenOn(Colour ground) {
        return transparent
                || known
                        && ground.known
                        && Math.abs(red - ground.red) + Math.abs(green - ground.green) + Math.abs(blue - ground.blue)
                                < TELLING;
    }

    private static Colour of(String text) {
        String value = text.strip().toLowerCase(Locale.ROOT);
        Colour named = NAMED.get(value);
        if (named != null) {
            return named;
        }
        if (value.startsWith("#")) {
            return hex(value.substring(1));
        }
        Matcher rgb = RGB.matcher(value);
        if (!rgb.lookingAt()) {
            return UNKNOWN;
        }
        if (rgb.group(4) != null && rgb.group(4).matches("0*\\.?0*%?")) {
            return TRANSPARENT;
        }
        return new Colour(
                true,
                false,
                Integer.parseInt(rgb.group(1)),
                Integer.parseInt(rgb.group(2)),
                Integer.parseInt(rgb.group(3)));
    }

    /** Three digits or six, whatever stands behind them. */
    private static Colour hex(String value) {
        int digits = 0;
        while (digits < value.length() && digits < 6 && Character.digit(value.charAt(digits), 16) >= 0) {
            digits++;
        }
        int each = digits == 6 ? 2 : 1;
        return digits < 3
                ? UNKNOWN
                : new Colour(true, false, part(value, 0, each), part(value, each, each), part(value, 2 * each, each));
    }

    private static int part(String digits, int from, int length) {
        int value = Integer.parseInt(digits.substring(from, from + length), 16);
        return length == 1 ? value * 17 : value;
    }
}
