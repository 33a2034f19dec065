package org.dharmic.configguard;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
final class MetatypeXml {

    private MetatypeXml() {}

    /**
     * The attributes of each PID or factory PID that the document designates.
     *
     * @throws IOException when it is not readable or not a metatype document
     */
    static Map<String, Map<String, Attribute>> read(InputStream document) throws IOException {
        Handler handler = new Handler();
        try {
            SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.newSAXParser().parse(document, handler);
        } catch (SAXException | ParserConfigurationException | NumberFormatException e) {
            throw new IOException("not a metatype document: " + e.getMessage(), e);
        }
        Map<String, Map<String, Attribute>> byPid = new HashMap<>();
        handler.designated.forEach((pid, ocd) -> byPid.put(pid, handler.classes.getOrDefault(ocd, Map.of())));
        return byPid;
    }

    private static final class Handler extends DefaultHandler {
        final Map<String, Map<String, Attribute>> classes = new HashMap<>();
        final Map<String, String> designated = new HashMap<>();
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
                    current = new HashMap<>();
                    classes.put(values.getValue("id"), current);
                }
                case "AD" -> {
                    options.clear();
                    attribute = attribute(values);
                }
                case "Option" -> options.add(values.getValue("value"));
                case "Designate" -> {
                    String factory = values.getValue("factoryPid");
                    pid = factory == null || factory.isEmpty() ? values.getValue("pid") : factory;
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
                        new Attribute(a.key(), a.type(), a.cardinality(), a.required(), a.min(), a.max(), options));
            }
        }

        private static Attribute attribute(Attributes values) {
            String cardinality = values.getValue("cardinality");
            boolean optional = "false".equals(values.getValue("required"));
            return new Attribute(
                    values.getValue("id"),
                    Attribute.Type.named(values.getValue("type")),
                    cardinality == null ? 0 : Math.abs(Integer.parseInt(cardinality)),
                    !optional && values.getValue("default") == null,
                    number(values.getValue("min")),
                    number(values.getValue("max")),
                    List.of());
        }

        private static BigDecimal number(String text) {
            return text == null ? null : new BigDecimal(text.strip());
        }
    }
}
