/* The one function of bcryptprimitives.dll that Go's programs call, for versions of Wine that lack it. Only
   .ci/prove-windows builds it, into the Wine that it tests with; no package holds it. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size) { return SystemFunction036(data, (ULONG)size); }
