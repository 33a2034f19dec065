package org.dharmic.launcher.metatype;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a metatype document. The metatype service would hand out the same but for the ranges: it only says that a value
 * is outside, and a message must say what would be inside.
 */
public final class MetatypeXml {

    private MetatypeXml() {}

    /**
     * What a document designates.
     *
     * @param factory whether the PID is one of a factory, with a set for each instance
     * @param title of the class of objects
     */
    public record Designation(String title, boolean factory, Map<String, Attribute> attributes) {}

    /**
     * The attributes of each PID or factory PID that the document designates, in the order of the document.
     *
     * @throws IOException when it is not readable or not a metatype document
     */
    public static Map<String, Designation> read(InputStream document) throws IOException {
        Handler handler = new Handler();
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(document, handler);
        } catch (SAXException | ParserConfigurationException | NumberFormatException e) {
            throw new IOException("not a metatype document: " + e.getMessage(), e);
        }
        Map<String, Designation> byPid = new HashMap<>();
        handler.designated.forEach((pid, ocd) -> byPid.put(
                pid,
                new Designation(
                        handler.titles.getOrDefault(ocd, ""),
                        handler.factories.contains(pid),
                        handler.classes.getOrDefault(ocd, Map.of()))));
        return byPid;
    }

    private static final class Handler extends DefaultHandler {
        final Map<String, Map<String, Attribute>> classes = new HashMap<>();
        final Map<String, String> titles = new HashMap<>();
        final Map<String, String> designated = new HashMap<>();
        final Set<String> factories = new HashSet<>();
        private Map<String, Attribute> current = new HashMap<>();
        private String pid = "";
        private Attribute attribute;
        private final List<String> options = new ArrayList<>();

        @Override
        public InputSource resolveEntity(String publicId, String systemId) throws SAXException {
            throw new SAXException("a metatype document refers to nothing outside");
        }

        @Override
        public void startElement(String uri, String localName, String name, Attributes values) {
            switch (name) {
                case "OCD" -> {
                    current = new LinkedHashMap<>();
                    classes.put(values.getValue("id"), current);
                    titles.put(values.getValue("id"), Objects.requireNonNullElse(values.getValue("name"), ""));
                }
                case "AD" -> {
                    options.clear();
                    attribute = attribute(values);
                }
                case "Option" -> options.add(values.getValue("value"));
                case "Designate" -> {
                    String factory = values.getValue("factoryPid");
                    boolean single = factory == null || factory.isEmpty();
                    pid = single ? values.getValue("pid") : factory;
                    if (!single) {
                        factories.add(pid);
                    }
                }
                case "Object" -> designated.put(pid, values.getValue("ocdref"));
                default -> {
                    // names, icons and the like say nothing about values
                }
            }
        }

        @Override
        public void endElement(String uri, String localName, String name) {
            if (name.equals("AD")) {
                Attribute a = attribute;
                current.put(
                        a.key(),
                        new Attribute(
                                a.key(),
                                a.type(),
                                a.description(),
                                a.defaults(),
                                a.cardinality(),
                                a.required(),
                                a.min(),
                                a.max(),
                                options));
            }
        }

        private static Attribute attribute(Attributes values) {
            String cardinality = values.getValue("cardinality");
            int many = cardinality == null ? 0 : Math.abs(Integer.parseInt(cardinality));
            boolean optional = "false".equals(values.getValue("required"));
            return new Attribute(
                    values.getValue("id"),
                    Attribute.Type.named(values.getValue("type")),
                    Objects.requireNonNullElse(values.getValue("description"), ""),
                    defaults(values.getValue("default"), many),
                    many,
                    !optional && values.getValue("default") == null,
                    number(values.getValue("min")),
                    number(values.getValue("max")),
                    List.of());
        }

        /** Commas part the values of an array, and are escaped within one, also where there is but one (OSGi Compendium, 105.8). */
        private static List<String> defaults(String text, int cardinality) {
            if (text == null || text.isEmpty() && cardinality > 0) {
                return List.of();
            }
            List<String> values = new ArrayList<>();
            StringBuilder value = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\' && i + 1 < text.length()) {
                    i++;
                    value.append(text.charAt(i));
                } else if (c == ',' && cardinality > 0) {
                    values.add(value.toString());
                    value.setLength(0);
                } else {
                    value.append(c);
                }
            }
            values.add(value.toString());
            return values;
        }

        private static BigDecimal number(String text) {
            return text == null ? null : new BigDecimal(text.strip());
        }
    }
}
