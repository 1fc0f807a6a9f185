; The installer of Pressroom for Windows, made by .ci/package-windows, which defines VERSION, NUMBERS (four, with
; dots), FROM (a folder with what is installed), ICON, OUT and, where there is a certificate, SIGN.
;
; A double click installs for this person alone, in their own folder, and asks for no administrator: most who use
; Pressroom are none on their machine. /S is silent. /AllUsers is for whoever runs the machine (where only what lies
; in Program Files may run, for one): it wants an administrator's rights and does not ask for them. Exit codes: 0
; done, 1 cancelled, 2 failed or not possible here, 3 Pressroom is running.
Target amd64-unicode
Unicode true
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinVer.nsh

!define ID "io.github.pressroom.Pressroom"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define EXE "pressroom.exe"

Name "Pressroom"
BrandingText "Pressroom ${VERSION}"
OutFile "${OUT}"
RequestExecutionLevel user
ManifestDPIAware true
SetCompressor /SOLID lzma
SetDateSave off
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${NUMBERS}"
VIAddVersionKey /LANG=1033 ProductName "Pressroom"
VIAddVersionKey /LANG=1033 CompanyName "Pressroom"
VIAddVersionKey /LANG=1033 FileDescription "Installs Pressroom"
VIAddVersionKey /LANG=1033 FileVersion "${VERSION}"
VIAddVersionKey /LANG=1033 ProductVersion "${VERSION}"
VIAddVersionKey /LANG=1033 LegalCopyright "MIT License"
!ifdef SIGN
	!uninstfinalize '"${SIGN}" sign "%1"' = 0
!endif

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${EXE}"
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"
!insertmacro MUI_LANGUAGE "French"
!insertmacro MUI_LANGUAGE "Spanish"

LangString Running ${LANG_ENGLISH} "Pressroom is running. Quit it, then press Retry."
LangString Running ${LANG_GERMAN} "Pressroom läuft noch. Beenden Sie es und drücken Sie dann auf Wiederholen."
LangString Running ${LANG_FRENCH} "Pressroom est en cours d’exécution. Quittez-le, puis appuyez sur Réessayer."
LangString Running ${LANG_SPANISH} "Pressroom está en marcha. Ciérrelo y pulse Reintentar."
LangString TooOld ${LANG_ENGLISH} "Pressroom needs Windows 10 or newer."
LangString TooOld ${LANG_GERMAN} "Pressroom braucht Windows 10 oder neuer."
LangString TooOld ${LANG_FRENCH} "Pressroom demande Windows 10 ou une version plus récente."
LangString TooOld ${LANG_SPANISH} "Pressroom necesita Windows 10 o posterior."
LangString NoRights ${LANG_ENGLISH} "Only an administrator can do this for all users of this computer."
LangString NoRights ${LANG_GERMAN} "Das kann für alle Benutzer dieses Computers nur ein Administrator tun."
LangString NoRights ${LANG_FRENCH} "Seul un administrateur peut le faire pour tous les utilisateurs de cet ordinateur."
LangString NoRights ${LANG_SPANISH} "Solo un administrador puede hacerlo para todos los usuarios de este equipo."
LangString NotWritten ${LANG_ENGLISH} "Pressroom could not be written to $INSTDIR. What was there before is unchanged. Look whether the disk is full and whether you may write there."
LangString NotWritten ${LANG_GERMAN} "Pressroom konnte nicht nach $INSTDIR geschrieben werden. Was vorher dort war, ist unverändert. Sehen Sie nach, ob der Datenträger voll ist und ob Sie dort schreiben dürfen."
LangString NotWritten ${LANG_FRENCH} "Pressroom n’a pas pu être écrit dans $INSTDIR. Ce qui s’y trouvait est inchangé. Vérifiez si le disque est plein et si vous pouvez y écrire."
LangString NotWritten ${LANG_SPANISH} "No se pudo escribir Pressroom en $INSTDIR. Lo que había antes no ha cambiado. Compruebe si el disco está lleno y si puede escribir ahí."

!macro END_WITH CODE TEXT
	MessageBox MB_OK|MB_ICONSTOP "${TEXT}" /SD IDOK
	SetErrorLevel ${CODE}
	Quit
!macroend

; A program that runs cannot be opened for writing. Silent, it is not waited for.
!macro NOT_WHILE_RUNNING
	${Do}
		${IfNot} ${FileExists} "$INSTDIR\${EXE}"
			${ExitDo}
		${EndIf}
		ClearErrors
		FileOpen $0 "$INSTDIR\${EXE}" a
		${IfNot} ${Errors}
			FileClose $0
			${ExitDo}
		${EndIf}
		MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(Running)" /SD IDCANCEL IDRETRY +3
		SetErrorLevel 3
		Quit
	${Loop}
!macroend

!macro ADMINISTRATOR_ONLY
	UserInfo::GetAccountType
	Pop $0
	${If} $0 != "Admin"
		!insertmacro END_WITH 2 "$(NoRights)"
	${EndIf}
!macroend

Function .onInit
	${IfNot} ${AtLeastWin10}
		!insertmacro END_WITH 2 "$(TooOld)"
	${EndIf}
	${GetParameters} $1
	ClearErrors
	${GetOptions} $1 "/AllUsers" $2
	${IfNot} ${Errors}
		!insertmacro ADMINISTRATOR_ONLY
		SetShellVarContext all
		StrCpy $3 "$PROGRAMFILES64\Pressroom"
	${Else}
		SetShellVarContext current
		StrCpy $3 "$LOCALAPPDATA\Programs\Pressroom"
	${EndIf}
	${If} $INSTDIR == "" ; /D=FOLDER says otherwise, and so does where it is already
		ReadRegStr $INSTDIR SHCTX "${UNINSTALL}" InstallLocation
		${If} $INSTDIR == ""
			StrCpy $INSTDIR $3
		${EndIf}
	${EndIf}
	!insertmacro NOT_WHILE_RUNNING
FunctionEnd

; What was there before stays whole until the new program is on the disk.
Section
	SetOutPath $INSTDIR
	ClearErrors
	SetOverwrite on
	File "/oname=pressroom.new" "${FROM}\${EXE}"
	${IfNot} ${Errors}
		Delete "$INSTDIR\${EXE}"
		Rename "$INSTDIR\pressroom.new" "$INSTDIR\${EXE}"
	${EndIf}
	${If} ${Errors}
		Delete "$INSTDIR\pressroom.new"
		!insertmacro END_WITH 2 "$(NotWritten)"
	${EndIf}
	File "${FROM}\LICENSE.txt"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortcut "$SMPROGRAMS\Pressroom.lnk" "$INSTDIR\${EXE}"

	WriteRegStr SHCTX "${UNINSTALL}" DisplayName "Pressroom"
	WriteRegStr SHCTX "${UNINSTALL}" DisplayVersion "${VERSION}"
	WriteRegStr SHCTX "${UNINSTALL}" DisplayIcon "$INSTDIR\${EXE}"
	WriteRegStr SHCTX "${UNINSTALL}" Publisher "Pressroom"
	WriteRegStr SHCTX "${UNINSTALL}" InstallLocation "$INSTDIR"
	WriteRegStr SHCTX "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
	WriteRegStr SHCTX "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD SHCTX "${UNINSTALL}" NoModify 1
	WriteRegDWORD SHCTX "${UNINSTALL}" NoRepair 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	IntFmt $0 "0x%08X" $0
	WriteRegDWORD SHCTX "${UNINSTALL}" EstimatedSize $0
SectionEnd

Function un.onInit
	SetShellVarContext current
	ReadRegStr $0 SHCTX "${UNINSTALL}" InstallLocation
	${If} $0 != $INSTDIR
		SetShellVarContext all
		ReadRegStr $0 SHCTX "${UNINSTALL}" InstallLocation
		${If} $0 != $INSTDIR
			SetShellVarContext current
		${Else}
			!insertmacro ADMINISTRATOR_ONLY
		${EndIf}
	${EndIf}
	!insertmacro NOT_WHILE_RUNNING
FunctionEnd

; Only what was installed. What Pressroom keeps for a person, and their keys, are theirs.
Section Uninstall
	Delete "$INSTDIR\${EXE}"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\Pressroom.lnk"
	DeleteRegKey SHCTX "${UNINSTALL}"
SectionEnd
