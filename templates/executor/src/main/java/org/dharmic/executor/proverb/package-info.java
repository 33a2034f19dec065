/** An executor to begin one's own with. */
package org.dharmic.executor.proverb;
