package binary

// The types of the byte orders have names here, so that cells can have variables of them.
type (
	// LittleEndianOrder is the type of LittleEndian.
	LittleEndianOrder = littleEndian
	// BigEndianOrder is the type of BigEndian.
	BigEndianOrder = bigEndian
	// NativeEndianOrder is the type of NativeEndian.
	NativeEndianOrder = nativeEndian
)
