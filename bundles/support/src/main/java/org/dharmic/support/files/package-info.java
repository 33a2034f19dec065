/** Files that are whole, and their owner's alone. */
package org.dharmic.support.files;
