package system

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// A launch agent is a property list among a person's on macOS, which launchd starts at each login.

// formAgent is the launch agent that starts a command at a login.
func formAgent(command []string) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>Label</key>
	<string>` + appID + `</string>
	<key>ProgramArguments</key>
	<array>
`)
	for _, part := range command {
		b.WriteString("\t\t<string>")
		_ = xml.EscapeText(&b, []byte(part)) // a buffer takes all
		b.WriteString("</string>\n")
	}
	b.WriteString(`	</array>
	<key>RunAtLoad</key>
	<true/>
	<key>LimitLoadToSessionType</key>
	<string>Aqua</string>
	<key>ProcessType</key>
	<string>Interactive</string>
</dict>
</plist>
`)
	return b.Bytes()
}

// parseAgent is the command of a launch agent; none of one that is switched off or names no command.
func parseAgent(content []byte) (command []string) {
	in := xml.NewDecoder(bytes.NewReader(content))
	key, text, depth := "", "", 0 // of the dictionary that is the whole
	var found []string
	disabled, atLogin := false, false
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) && !disabled && atLogin {
			return found
		}
		if err != nil {
			return nil
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			text = ""
		case xml.CharData:
			text += string(t)
		case xml.EndElement:
			depth--
			switch {
			case depth == 2 && t.Name.Local == "key":
				key = text
			case depth == 3 && t.Name.Local == "string" && key == "ProgramArguments":
				found = append(found, text)
			case depth == 2 && key == "Disabled":
				disabled = t.Name.Local == "true"
			case depth == 2 && key == "RunAtLoad":
				atLogin = t.Name.Local == "true"
			}
		}
	}
}
