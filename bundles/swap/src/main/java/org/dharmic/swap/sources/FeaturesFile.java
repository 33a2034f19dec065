package org.dharmic.swap.sources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.dharmic.launcher.instance.Reason;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * A Karaf features file: which bundles a feature consists of. Features it names that are not in the same file are the
 * platform's own and taken as being there; conditional parts, configurations and wrapped jars are not for an exchange.
 */
final class FeaturesFile {

    private static final long MAX_BYTES = 4L << 20;

    private record Feature(String name, String version, List<String> bundles, List<String> features) {}

    private final Path file;
    private final List<Feature> features;

    private FeaturesFile(Path file, List<Feature> features) {
        this.file = file;
        this.features = features;
    }

    static FeaturesFile read(Path file) throws UnknownSource {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new UnknownSource(file + " is larger than " + (MAX_BYTES >> 20) + " MiB, no features file is");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return new FeaturesFile(file, features(parser().parse(in).getDocumentElement(), file));
            }
        } catch (SAXException e) {
            throw new UnknownSource(file + " is no features file: " + e.getMessage());
        } catch (IOException e) {
            throw new UnknownSource(file + " cannot be read: " + Reason.of(e));
        }
    }

    /** The JDK's own parser, whichever others are about; nothing outside the file is ever opened. */
    private static DocumentBuilder parser() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(new Throwing());
            return parser;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("The JDK's XML parser knows these since 1.8", e);
        }
    }

    private static List<Feature> features(Element root, Path file) throws UnknownSource {
        if (!"features".equals(root.getLocalName())) {
            throw new UnknownSource(file + " is no features file: its root is <" + root.getLocalName() + ">");
        }
        List<Feature> features = new ArrayList<>();
        for (Element feature : children(root, "feature")) {
            features.add(new Feature(
                    feature.getAttribute("name"),
                    feature.getAttribute("version"),
                    children(feature, "bundle").stream().map(FeaturesFile::text).toList(),
                    children(feature, "feature").stream()
                            .map(FeaturesFile::text)
                            .toList()));
        }
        return features;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                children.add(element);
            }
        }
        return children;
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    /**
     * Addresses of all bundles of a feature and of those it consists of: first what it stands on.
     *
     * @param wanted name, or name/version
     */
    List<String> bundles(String wanted) throws UnknownSource {
        int slash = wanted.indexOf('/');
        String name = slash < 0 ? wanted : wanted.substring(0, slash);
        String version = slash < 0 ? "" : wanted.substring(slash + 1);
        List<Feature> found = features.stream()
                .filter(feature -> feature.name().equals(name))
                .filter(feature -> version.isEmpty()
                        || feature.version().isEmpty()
                        || feature.version().equals(version))
                .toList();
        if (found.isEmpty()) {
            throw new UnknownSource(file + " has no feature " + wanted + "; it has "
                    + features.stream()
                            .map(feature -> feature.name() + '/' + feature.version())
                            .collect(Collectors.joining(", ")));
        }
        if (found.size() > 1) {
            throw new UnknownSource(file + " has feature " + name + " in several versions, name one: "
                    + found.stream()
                            .map(feature -> feature.name() + '/' + feature.version())
                            .collect(Collectors.joining(", ")));
        }
        Set<String> bundles = new LinkedHashSet<>();
        collect(found.get(0), bundles, new HashSet<>());
        return List.copyOf(bundles);
    }

    private void collect(Feature feature, Set<String> bundles, Set<Feature> seen) {
        if (!seen.add(feature)) {
            return;
        }
        for (String inner : feature.features()) {
            features.stream().filter(each -> each.name().equals(inner)).forEach(each -> collect(each, bundles, seen));
        }
        bundles.addAll(feature.bundles());
    }

    /** The default one prints to standard error. */
    private static final class Throwing implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // Of no consequence for what is read here.
        }

        @Override
        public void error(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXParseException {
            throw e;
        }
    }
}
